--[[
  schedule_remove.lua: remove a schedule from one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     name.  Last: time, or "" for the server's
  Reads    nothing
  Writes   sched:NAME, schedules
  Returns  {"applied"} | {"unknown"}
  Replay   natural
  Cost     O(log n)
]]
function F.schedule_remove()
  local name = take()
  F.guard({key('sched:' .. name), key('schedules')})
  rc('ZREM', key('schedules'), name)
  return {rc('DEL', key('sched:' .. name)) == 1 and 'applied' or 'unknown'}
end
