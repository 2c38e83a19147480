--[[
  schedule_fire.lua: row 21, enqueue a due schedule's task and move it to its next tick.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     name; expected tick; next tick; a task as in enqueue.lua.  Last: time, or "" for the server's
  Reads    sched:NAME, and as enqueue.lua
  Writes   sched:NAME, schedules, and as enqueue.lua
  Returns  {"applied"} | {"refused"} | {"stale"} | {"unknown"}
  Replay   by tick: the second is stale
  Cost     O(log n)
]]
function F.schedule_fire()
  local name, expected, following, new = take(), take(), take(), F.takeTask()
  local tick = rc('HGET', key('sched:' .. name), 'next')
  if not tick then
    return {'unknown'}
  end
  if tick ~= expected then
    return {'stale'}
  end
  F.guard({key('sched:' .. name), key('schedules')})
  F.guardNew({new})
  local made = F.enqueueOne(new)
  rc('HSET', key('sched:' .. name), 'next', following)
  rc('ZADD', key('schedules'), following, name)
  return {made[1] == 'refused' and 'refused' or 'applied'}
end
