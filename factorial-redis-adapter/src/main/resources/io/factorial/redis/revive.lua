--[[
  revive.lua: row 17, make a failed or paused task go on, with all its retries.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; operation; whether the limits change; five limits or ""; the time that it has from now on, or "".  Last: time, or "" for the server's
  Reads    t:ID, its w, b:BATCH
  Writes   t:ID, its own keys' expiry, gc, timers, q, ring, the $ of its tree, b:BATCH, e:OWNER
  Returns  {"accepted"} | {"unknown"} | {"refused", status}
  Replay   by operation
  Cost     O(log n)
]]
local function renewDeadline(task)
  if task.deadline <= now then
    set(task, 'deadline', now + task.wall)
  end
  rc('ZADD', key('timers'), int(task.deadline), 'd:' .. task.id)
end

local function reopen(task)
  rc('ZREM', key('gc'), F.gcEntry(task))
  for _, name in ipairs(F.ownKeys(task)) do
    rc('PERSIST', name)
  end
  rc('DEL', taskKey(task.id, 'r'))
  set(task, 'ended', nil)
  set(task, 'expires', nil)
  if task.batch then
    rc('HINCRBY', key('b:' .. task.batch), 'open', 1)
    rc('PERSIST', key('b:' .. task.batch))
    rc('PERSIST', key('b:' .. task.batch .. ':k'))
  end
  renewDeadline(task)
  F.readClosed(task)
  F.runnable(task)
end

local function resume(task)
  if task.deadline <= now then
    renewDeadline(task)
  end
  local pending = F.pending(task)
  if pending then
    set(task, 'reason', nil)
    F.status(task, pending)
  else
    F.readAnswers(task)
    F.runnable(task)
  end
end

function F.revive()
  local id, op, raised, limits = take(), take(), take() == '1', {take(), take(), take(), take(), take()}
  local wall = take()
  local task = F.task(id)
  if not task then
    return {'unknown'}
  end
  if task.revival == op then
    return {'accepted'}
  end
  if task.status ~= 'FAILED' and task.status ~= 'PAUSED' then
    return {'refused', task.status}
  end
  F.guard(F.keysOf, task)
  set(task, 'revival', op)
  if raised then
    F.limitBudget(task, limits)
  end
  if wall ~= '' then
    set(task, 'wall', tonumber(wall))
    set(task, 'deadline', now + task.wall)
    rc('ZADD', key('timers'), int(task.deadline), 'd:' .. id)
  end
  set(task, 'attempt', 0)
  set(task, 'recoveries', nil)
  F.event(task, 'run_resumed')
  if task.status == 'FAILED' then
    reopen(task)
  else
    resume(task)
  end
  return {'accepted'}
end
