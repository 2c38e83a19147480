--[[
  limit.lua: change a limit of the queue in one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     w (an owner's weight), m (an owner's tasks) or a (an agent's tasks); name; value or "".  Last: time, or ""
  Reads    running, held:OWNER
  Writes   lim, ring, held:OWNER
  Returns  {"limited"}
  Replay   natural
  Cost     O(log n)
]]
function F.limit()
  local kind, name, value = take(), take(), take()
  F.guard({key('lim'), key('held:' .. name), key('running')})
  if value == '' or (kind == 'w' and value == '1') then
    rc('HDEL', key('lim'), kind .. ':' .. name)
  else
    rc('HSET', key('lim'), kind .. ':' .. name, value)
  end
  if kind == 'm' then
    F.letIn(name)
  elseif kind == 'a' then
    F.bell(name)
  end
  return {'limited'}
end
