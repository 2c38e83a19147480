--[[
  tick.lua: rows 18 to 21, do what is due in one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     how many things at most; how many entries to collect at most; jitter, 0 to 999.  Last: time, or "" for the server's
  Reads    timers, leases, lengths, cascade, schedules, sched, gc
  Writes   meta.alive, leases, timers, and what the rows write
  Returns  {"ticked", number of things done, whether something due is left, milliseconds to the next due thing or "",
           {schedule, owner, spec, tick, ...}, the store's time, whether there is more to collect}
  Replay   natural
  Cost     O(log n) for each thing; one look at each set where nothing is due
]]
local MOST_RECOVERED = 250

local function first(name)
  local found = rc('ZRANGE', key(name), 0, 0, 'WITHSCORES')
  return found[1], tonumber(found[2])
end

-- Does what a timer is for: a task due, a reminder, a wait's deadline, a task's deadline.
local function fire(timer)
  local kind, id, call = string.match(timer, '^(%a):([^:]+):?(.*)$')
  local task = F.task(id)
  if task and not F.reachable(F.keysOf, task) then
    return nil
  end
  rc('ZREM', key('timers'), timer)
  if kind == 'a' then
    return F.tick_due(id)
  elseif kind == 'b' then
    return F.tick_reminder(id, string.match(call, '^%d+:(.*)$'))
  elseif kind == 'c' then
    return F.tick_wait(id, call)
  end
  return F.tick_deadline(id)
end

local function nextDue()
  local _, shortest = first('lengths')
  local due = shortest and now + math.floor(shortest / 4)
  for _, name in ipairs({'timers', 'leases'}) do
    local _, at = first(name)
    due = at and (not due or at < due) and at or due
  end
  local tick = tonumber(rc('ZRANGEBYSCORE', key('schedules'), '(' .. int(now), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2])
  due = tick and (not due or tick < due) and tick or due
  return due and int(math.max(0, due - now)) or ''
end

local function dueSchedules(max)
  local due = {}
  for _, name in ipairs(rc('ZRANGEBYSCORE', key('schedules'), '-inf', int(now), 'LIMIT', 0, max)) do
    local known = rc('HMGET', key('sched:' .. name), 'owner', 'spec', 'next')
    due[#due + 1] = name
    due[#due + 1] = known[1]
    due[#due + 1] = known[2]
    due[#due + 1] = known[3]
  end
  return due
end

function F.tick()
  local max, collected, jitter = num(), num(), num()
  F.guard({KEYS[1], key('timers'), key('leases'), key('lengths'), key('cascade'), key('gc'), key('workers'),
           key('schedules')})
  F.alive(KEYS[1])
  local changed, recovered = 0, 0
  while changed < max and recovered < MOST_RECOVERED do
    local timer, due = first('timers')
    local worker, past = first('leases')
    if timer and due <= now and (not past or due <= past) then
      local done = fire(timer)
      if not done then
        break
      end
      changed = changed + done
    elseif worker and past <= now then
      local n, all = F.tick_dead_worker(worker, math.min(MOST_RECOVERED - recovered, max - changed), jitter)
      changed, recovered = changed + n, recovered + n
      if not all then
        break
      end
    else
      break
    end
  end
  changed = changed + F.cascade(math.min(100, max - changed))
  local uncollected = F.tick_collect(collected)
  local _, due = first('timers')
  local _, past = first('leases')
  local more = rc('EXISTS', key('cascade')) == 1 or (due and due <= now) or (past and past <= now)
  return {'ticked', changed, more and 1 or 0, more and '0' or nextDue(), dueSchedules(max), int(now),
          uncollected and 1 or 0}
end
