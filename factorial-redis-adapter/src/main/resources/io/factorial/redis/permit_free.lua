--[[
  permit_free.lua: free the permits of tasks whose lease has ended.
  KEYS[1]  {ns:agent:NAME}:meta        hash
  ARGV     count of tasks, tasks.  Last: time, or "" for the server's
  Reads    nothing
  Writes   permits
  Returns  {"freed"}
  Replay   natural
  Cost     O(log n) for each
]]
function F.permit_free()
  for _, id in ipairs(list()) do
    rc('ZREM', key('permits'), id)
  end
  return {'freed'}
end
