--[[
  cascade.lua: row 16, cancel up to 100 more descendants.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     only the time, or "" for the server's
  Reads    cascade, t:ID:k, t:ID
  Writes   all of rule E, cascade
  Returns  {"cascaded", number of tasks, whether it goes on}
  Replay   natural
  Cost     O(log n) for each task that ends
]]
function F.cascadeOn()
  F.guard({key('cascade')})
  return {'cascaded', F.cascade(100), rc('EXISTS', key('cascade'))}
end
