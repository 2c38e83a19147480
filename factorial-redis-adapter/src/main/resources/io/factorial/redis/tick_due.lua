--[[
  tick_due.lua: row 18, a delayed or backed-off task whose time has come may run. Called by tick.lua.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     of tick.lua
  Reads    t:ID
  Writes   t:ID, s:BACKOFF, q, ring
  Returns  how many things were done
  Replay   natural
  Cost     O(log n)
]]
function F.tick_due(id)
  local task = F.task(id)
  if not task or task.status ~= 'BACKOFF' then
    return 0
  end
  F.runnable(task)
  return 1
end
