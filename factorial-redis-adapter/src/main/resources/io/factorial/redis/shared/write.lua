--[[
  shared/write.lua: rule L, and what a worker's write changes.
]]
-- Takes a lease and a write from the arguments.
function F.takeWrite()
  local w = {id = take(), fence = take(), nonce = take(), worker = take(), op = take(), expected = num(),
             entries = list(), waits = {}}
  for i = 1, num() do
    w.waits[i] = F.takeWait()
  end
  w.hasState = take() == '1'
  w.state = take()
  w.usage = take()
  w.events = list()
  w.settle = F.takeReservation()
  w.reserve = F.takeReservation()
  w.counters = list()
  w.after = w.expected + #w.entries
  return w
end

-- Answers a write as the first time: lastanswer holds its name, and where what arrived begins and ends.
local function again(task)
  local name, from, to = string.match(task.lastanswer, '^(%S+) (%d+) (%d+)$')
  return {name, to, F.watched(task.owner), F.entries(task, tonumber(from), tonumber(to))}
end

-- L: the answer to a write that does not stand, or that stands already; nil when it is to be made.
function F.refuse(task, w)
  if not task then
    return {'stale', '0'}
  end
  if task.lastop == w.op then
    return again(task)
  end
  if F.OVER[task.status] then
    return {'ended', task.status}
  end
  if F.treeCancelled(task) then
    return {'ended', 'CANCELLED'}
  end
  if task.status ~= 'PROCESSING' or int(task.fence) ~= w.fence or task.nonce ~= w.nonce or w.expected < task.length then
    return {'stale', int(task.fence or 0)}
  end
  if w.expected > task.length then
    return {'gap', int(task.length)}
  end
  return F.overBudget(task, w.reserve, w.settle)
end

function F.appendOwn(task, entries)
  F.append(task, entries)
  if F.hasCompletion(entries) then
    set(task, 'open', task.turn)
  end
end

function F.apply(task, w)
  F.appendOwn(task, w.entries)
  if w.hasState then
    rc('SET', taskKey(task.id, 's'), w.state)
  end
  if w.usage ~= '' then
    set(task, 'usage', w.usage)
  end
  for _, wait in ipairs(w.waits) do
    F.reserve(task, wait)
  end
  F.spend(task, w.reserve, w.settle)
  for i = 1, #w.counters, 2 do
    F.count(task, w.counters[i], tonumber(w.counters[i + 1]))
  end
  F.callerEvents(task, w.events)
end

-- Keeps an answer under its operation: name, where what arrived begins, and where it ends.
function F.answer(task, w, name, from)
  set(task, 'lastop', w.op)
  set(task, 'lastanswer', name .. ' ' .. int(from) .. ' ' .. int(task.length))
  return {name, int(task.length), F.watched(task.owner), from < task.length and F.entries(task, from) or {}}
end

-- What every commit begins with: the task and the write, or nil and the answer.
function F.beginCommit()
  local w = F.takeWrite()
  local task = F.task(w.id)
  return task, w
end

local function keysOfWrite(task)
  local keys = F.keysOf(task)
  for _, name in ipairs(F.waitKeys(task)) do
    keys[#keys + 1] = name
  end
  local parent = task.parent and F.task(task.parent)
  if parent then
    for _, name in ipairs(F.keysOf(parent)) do
      keys[#keys + 1] = name
    end
    keys[#keys + 1] = taskKey(parent.id, 'c:' .. task.call)
  end
  if task.batch then
    keys[#keys + 1] = key('b:' .. task.batch)
    keys[#keys + 1] = key('b:' .. task.batch .. ':k')
  end
  return keys
end

-- After the checks of L: guards every key, applies the write, renews the worker's lease.
function F.beginWrites(task, w, wish)
  F.guard(keysOfWrite, task)
  F.apply(task, w)
  if wish and wish.length > 0 and memo.renewed[w.worker] ~= wish.length then
    rc('ZADD', key('leases'), now + wish.length, w.worker)
    memo.renewed[w.worker] = wish.length
  end
end

-- The end of a turn: whatever waited for it needs no answer any more.
function F.beginTurn(task)
  F.dismissAll(task)
  set(task, 'turn', task.turn + 1)
  set(task, 'attempt', 0)
  set(task, 'recoveries', nil)
  F.count(task, 'turns', 1)
end

-- The answer to a commit that gave up the slot, with tasks for it.
function F.released(task, w, name, wish)
  local answer = F.answer(task, w, name, task.length)
  if #wish.wants > 0 then
    if grown then
      F.cascade(100)
    end
    answer[#answer + 1], answer[#answer + 2] = F.pick(w.worker, wish)
  end
  return answer
end
