--[[
  schedule_put.lua: make or replace a schedule.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     name; owner; spec; first tick.  Last: time, or "" for the server's
  Reads    nothing
  Writes   sched:NAME, schedules
  Returns  {"applied"}
  Replay   natural
  Cost     O(log n)
]]
function F.schedule_put()
  local name, owner, spec, tick = take(), take(), take(), take()
  F.guard({key('sched:' .. name), key('schedules')})
  rc('HSET', key('sched:' .. name), 'owner', owner, 'spec', spec, 'next', tick)
  rc('ZADD', key('schedules'), tick, name)
  return {'applied'}
end
