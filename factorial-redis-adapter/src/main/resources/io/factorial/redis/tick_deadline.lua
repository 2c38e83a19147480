--[[
  tick_deadline.lua: row 19, reminders and deadlines of waits, and deadlines of tasks. Called by tick.lua.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     of tick.lua
  Reads    t:ID, its w, v
  Writes   as answer.lua, or all of rule E
  Returns  how many things were done
  Replay   natural
  Cost     O(log n)
]]
local function openWait(id, call)
  local task = F.task(id)
  local wait = task and F.liveWait(task, call)
  if wait and wait.state == 'OPEN' then
    return task, wait
  end
end

function F.tick_reminder(id, call)
  local task, wait = openWait(id, call)
  if not task then
    return 0
  end
  local shown = F.netstrings(rc('HGET', taskKey(id, 'v'), 'd:' .. call))
  F.event(task, 'wait_reminder', 'call', call, 'kind', wait.kind, 'tool', shown[1], 'question', shown[2],
    'deadline', int(wait.deadline))
  return 1
end

function F.tick_wait(id, call)
  local task, wait = openWait(id, call)
  if not task then
    return 0
  end
  F.event(task, 'wait_timed_out', 'call', call)
  local answer = rc('HGET', taskKey(id, 'v'), 'z:' .. call)
  if answer then
    F.accept(task, wait, answer)
  else
    F.fail(task, 'wait_timed_out', 'no answer in time to call ' .. call)
  end
  return 1
end

function F.tick_deadline(id)
  local task = F.task(id)
  if not task or F.OVER[task.status] or (task.pausing and task.status == 'PAUSED') then
    return 0
  end
  if not task.pausing then
    F.fail(task, 'deadline_exceeded', 'the task\'s time is over: ' .. int(math.floor(task.wall / 1000)) .. ' s')
    return 1
  end
  if task.worker then
    F.call(task.worker, 'cancelled ' .. id)
  end
  F.leave(task)
  set(task, 'reason', 'deadline_exceeded')
  F.status(task, 'PAUSED')
  F.event(task, 'run_paused', 'reason', 'deadline_exceeded')
  return 1
end
