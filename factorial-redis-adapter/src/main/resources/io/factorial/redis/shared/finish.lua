--[[
  shared/finish.lua: rule E, wherever a task ends: it leaves its place and its timers, its waits close, what it had
  reserved is spent, it is counted, it expires, its children go to the cascade, its parent and its batch are told.
]]
F.NOT_NEEDED = 'not needed: the parent ended or has enough results'
local COUNTER = {COMPLETED = 'completed', FAILED = 'failed', CANCELLED = 'cancelled'}

-- Takes a task from whatever place it is in; its status is set by who calls.
function F.leave(task)
  local status = task.status
  if status == 'QUEUED' or status == 'ACTIVE' then
    F.leaveLine(task)
  elseif status == 'PROCESSING' then
    F.unlease(task)
  elseif status == 'BACKOFF' then
    rc('ZREM', key('timers'), 'a:' .. task.id)
    set(task, 'due', nil)
  end
end

-- Every key of a task that lives as long as its record.
function F.ownKeys(task)
  local keys = {taskKey(task.id), taskKey(task.id, 'j'), taskKey(task.id, 's'), taskKey(task.id, 'r'),
                taskKey(task.id, '$')}
  if task.inwritten then
    keys[#keys + 1] = taskKey(task.id, 'x')
  end
  if task.live then
    keys[#keys + 1] = taskKey(task.id, 'w')
    keys[#keys + 1] = taskKey(task.id, 'v')
  end
  if (task.kids or 0) > 0 then
    keys[#keys + 1] = taskKey(task.id, 'k')
    -- The calls that made children are few: their results go with the task.
    local calls = rc('HKEYS', taskKey(task.id, 'w'))
    for _, name in ipairs(calls) do
      if string.sub(name, 1, 1) == '=' then
        keys[#keys + 1] = taskKey(task.id, 'c:' .. string.sub(name, 2))
      end
    end
  end
  if task.dedup then
    keys[#keys + 1] = key(task.dedup)
  end
  return keys
end

-- Ends a task whose own events are told already. result: what t:ID:r keeps, 'O' and output or 'E' and error, or nil.
function F.finish(task, how, result)
  F.leave(task)
  rc('ZREM', key('timers'), 'd:' .. task.id)
  F.closeWaits(task)
  F.closeBudget(task)
  set(task, 'reason', nil)
  set(task, 'ended', int(now))
  F.status(task, how)
  local ttl = F.keeping(task)[how]
  set(task, 'expires', now + ttl)
  if result then
    rc('SET', taskKey(task.id, 'r'), result)
    task._result = result
  end
  F.save(task)
  for _, name in ipairs(F.ownKeys(task)) do
    rc('PEXPIRE', name, ttl)
  end
  rc('ZADD', key('gc'), task.expires, F.gcEntry(task))
  F.count(task, COUNTER[how], 1)
  F.discard(task, '')
  if task.parent then
    F.childEnded(task)
  end
  if task.batch then
    F.memberEnded(task)
  end
end

-- Fails a task that the store gives up, and tells its worker.
function F.fail(task, code, message)
  if task.worker then
    F.call(task.worker, 'cancelled ' .. task.id)
  end
  F.event(task, 'task_failed', 'code', code, 'message', message)
  F.event(task, 'run_failed', 'code', code, 'message', message)
  F.finish(task, 'FAILED', 'E' .. netstring(code) .. netstring(message) .. netstring('0'))
end

function F.cancelTask(task, reason)
  if task.worker then
    F.call(task.worker, 'cancelled ' .. task.id)
  end
  F.event(task, 'run_cancelled', 'reason', reason)
  F.finish(task, 'CANCELLED')
  set(task, 'reason', reason)
end

-- Whether the root of the task's tree was cancelled, which the cascade may not have told this task yet.
function F.treeCancelled(task)
  return task.root ~= nil and rc('HGET', taskKey(task.root), 'status') == 'CANCELLED'
end

-- Row 14 for a batch: counts a member that has ended, once for its index.
function F.memberEnded(task)
  local batch = key('b:' .. task.batch)
  local known = rc('HMGET', batch, 'total', 'told', 'expires')
  if not known[1] then
    return
  end
  local expires = math.max(tonumber(known[3]) or 0, task.expires)
  rc('HSET', batch, 'expires', int(expires))
  if rc('HINCRBY', batch, 'open', -1) <= 0 then
    rc('PEXPIRE', batch, int(math.max(1, expires - now)))
    rc('PEXPIRE', batch .. ':k', int(math.max(1, expires - now)))
  end
  if rc('HSETNX', batch, '#' .. int(task.bindex), '1') == 0 then
    return
  end
  rc('HINCRBY', batch, COUNTER[task.status], 1)
  local n = rc('HMGET', batch, 'completed', 'failed', 'cancelled')
  local completed, failed, cancelled = tonumber(n[1]) or 0, tonumber(n[2]) or 0, tonumber(n[3]) or 0
  local total = tonumber(known[1])
  local type
  if completed + failed + cancelled == total then
    type = cancelled == total and 'batch_cancelled' or 'batch_completed'
  elseif not known[2] or now - tonumber(known[2]) >= 1000 then
    type = 'batch_progress'
    rc('HSET', batch, 'told', int(now))
  end
  if type then
    F.event(task, type, 'batch', task.batch, 'total', int(total), 'completed', int(completed), 'failed', int(failed),
      'cancelled', int(cancelled))
  end
end

-- Cancels children that nobody waits for any more, at most so many; says how many. What has no open child goes from
-- the list on the way. A script stops where a key is on the other side of a migrating slot.
function F.cascade(max)
  local cancelled = F.cascadeSome(max)
  grown = false
  return cancelled
end

function F.cascadeSome(max)
  local cancelled, seen = 0, 0
  while seen < 1000 do
    local head = rc('LINDEX', key('cascade'), 0)
    if not head then
      break
    end
    local brood = F.netstrings(head)
    local id, at, call = brood[1], tonumber(brood[2]), brood[3]
    local children = rc('LRANGE', taskKey(id, 'k'), at, at + 99)
    local full = false
    for _, entry in ipairs(children) do
      local child, of = string.match(entry, '^(%S+) (.*)$')
      local task = (call == '' or call == of) and F.task(child)
      if task and not F.OVER[task.status] then
        full = cancelled >= max or not F.reachable(F.keysOf, task)
        if full then
          break
        end
        F.cancelTask(task, F.NOT_NEEDED)
        cancelled = cancelled + 1
      end
      at = at + 1
      seen = seen + 1
    end
    if not full and #children < 100 then
      rc('LPOP', key('cascade'))
    elseif at > tonumber(brood[2]) then
      rc('LSET', key('cascade'), 0, netstring(id) .. netstring(int(at)) .. netstring(call))
    end
    if full then
      break
    end
  end
  return cancelled
end
