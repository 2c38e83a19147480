--[[
  permit_limit.lua: set how many tasks of an agent run at once, and count those that run already.
  KEYS[1]  {ns:agent:NAME}:meta        hash
  ARGV     maximum or ""; for how long a permit lives; count of running tasks, tasks.  Last: time, or "" for the server's
  Reads    nothing
  Writes   meta.max, permits
  Returns  {"limited"}
  Replay   natural
  Cost     O(tasks)
]]
function F.permit_limit()
  local max, length, running = take(), num(), list()
  if max == '' then
    rc('DEL', KEYS[1], key('permits'))
    return {'limited'}
  end
  rc('HSET', KEYS[1], 'max', max)
  for _, id in ipairs(running) do
    rc('ZADD', key('permits'), 'NX', int(now + length), id)
  end
  return {'limited'}
end
