--[[
  permit_settle.lua: put the tasks that were fetched in the place of the permits that were taken; the others are free.
  KEYS[1]  {ns:agent:NAME}:meta        hash
  ARGV     nonce; how many were taken; for how long; count of tasks, tasks.  Last: time, or "" for the server's
  Reads    nothing
  Writes   permits
  Returns  {"settled"}
  Replay   natural
  Cost     O(log n) for each
]]
function F.permit_settle()
  local nonce, taken, length, leased = take(), num(), num(), list()
  for _, id in ipairs(leased) do
    rc('ZADD', key('permits'), int(now + length), id)
  end
  for i = 1, taken do
    rc('ZREM', key('permits'), nonce .. '#' .. i)
  end
  return {'settled'}
end
