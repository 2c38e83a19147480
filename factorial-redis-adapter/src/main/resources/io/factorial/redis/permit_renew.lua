--[[
  permit_renew.lua: keep the permits of a worker's tasks.
  KEYS[1]  {ns:agent:NAME}:meta        hash
  ARGV     for how long; count of tasks, tasks.  Last: time, or "" for the server's
  Reads    nothing
  Writes   permits
  Returns  {"renewed"}
  Replay   natural
  Cost     O(log n) for each
]]
function F.permit_renew()
  local length = num()
  for _, id in ipairs(list()) do
    rc('ZADD', key('permits'), 'XX', int(now + length), id)
  end
  return {'renewed'}
end
