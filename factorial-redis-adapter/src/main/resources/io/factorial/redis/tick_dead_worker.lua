--[[
  tick_dead_worker.lua: row 20, tasks of a worker whose lease is past run again. Called by tick.lua.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     of tick.lua
  Reads    w:WORKER, t:ID
  Writes   w:WORKER, t:ID, q, ring, timers, leases, lengths, e:OWNER, or all of rule E
  Returns  how many tasks were recovered, and whether all of them were
  Replay   natural
  Cost     O(log n) for each task
]]
local FIRST_DELAY, LONGEST_DELAY, JITTER_STEPS, JITTER_STRIDE = 1000, 60000, 1000, 617

-- Doubles with each recovery; the tasks of one tick are spread over its second half.
local function delayOf(task, jitter, recovered)
  local full = math.min(LONGEST_DELAY, FIRST_DELAY * 2 ^ math.min(task.recoveries - 1, 6))
  local share = (jitter + recovered * JITTER_STRIDE) % JITTER_STEPS
  return math.floor(full / 2) + math.floor(math.floor(full / 2) * share / JITTER_STEPS)
end

local function superseded(task, lost)
  local fence = task.fence
  task.fence = lost
  F.event(task, 'step_superseded')
  task.fence = fence
end

local function recover(task, jitter, recovered)
  local lost = task.fence
  F.unlease(task)
  set(task, 'fence', lost + 1)
  set(task, 'recoveries', (task.recoveries or 0) + 1)
  F.count(task, 'recoveries', 1)
  if task.recoveries > F.keeping(task).recoveries then
    superseded(task, lost)
    F.fail(task, 'max_recoveries', 'its worker died ' .. int(task.recoveries) .. ' times without a step')
    return
  end
  F.event(task, 'run_recovered', 'recoveries', int(task.recoveries))
  superseded(task, lost)
  if task.recoveries == 1 then
    F.runnable(task)
  else
    F.delay(task, now + delayOf(task, jitter, recovered), 'worker lost')
  end
end

function F.tick_dead_worker(worker, most, jitter)
  local recovered = 0
  for _, id in ipairs(rc('ZRANGE', key('w:' .. worker), 0, most - 1)) do
    local task = F.task(id)
    if not task or task.worker ~= worker then
      rc('ZREM', key('w:' .. worker), id)
    elseif F.reachable(F.keysOf, task) then
      recovered = recovered + 1
      recover(task, jitter, recovered)
    end
  end
  local all = rc('EXISTS', key('w:' .. worker)) == 0
  if all then
    F.endLease(worker)
  end
  return recovered, all
end
