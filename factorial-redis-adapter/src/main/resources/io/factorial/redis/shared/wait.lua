--[[
  shared/wait.lua: what tasks wait for. t:ID:w holds for each call (=CALL) a header of words, and under "live" the
  calls whose wait is reserved, open, or answered and not yet read; t:ID:v what is large: d: the call as people see
  it, z: the answer at the deadline, g: the hash of the arguments, a: the answer, o: the operations that answered.
  t:ID:c:CALL holds the results of children by index, n how many are in, ok and failed how many of them completed or failed.
  States: RESERVED, OPEN, ANSWERED (not in the journal), READ, CLOSED.
]]
local CHILDREN = {CHILD_TASK = true, BATCH = true}


-- Reads a wait's definition from the arguments.
function F.takeWait()
  local wait = {call = take(), kind = take(), turn = num(), index = num(), timeout = num(), till = take(),
                reminders = take(), children = num(), policy = take(), hash = take(), shown = take()}
  wait.times = take() == '1'
  wait.onTimeout = take()
  return wait
end

local function parseWait(call, header)
  local state, kind, turn, index, timeout, till, reminders, children, policy, since, deadline, byEnd, parked =
    string.match(header, '^(%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+) (%S+)$')
  return {call = call, state = state, kind = kind, turn = tonumber(turn), index = tonumber(index),
          timeout = tonumber(timeout), till = till, reminders = reminders, children = tonumber(children),
          policy = policy, since = tonumber(since), deadline = tonumber(deadline), byEnd = byEnd == '1',
          parked = parked == '1'}
end

local function writeWait(task, wait)
  local words = {wait.state, wait.kind, int(wait.turn), int(wait.index), int(wait.timeout), wait.till, wait.reminders,
                 int(wait.children), wait.policy, wait.since and int(wait.since) or '-',
                 wait.deadline and int(wait.deadline) or '-', wait.byEnd and '1' or '0', wait.parked and '1' or '0'}
  rc('HSET', taskKey(task.id, 'w'), '=' .. wait.call, table.concat(words, ' '))
end

-- The live waits of a task, in the order in which they were made.
local function liveWaits(task)
  if task._live then
    return task._live
  end
  local live = {}
  local names = task.live == '1' and rc('HGET', taskKey(task.id, 'w'), 'live')
  if names then
    for _, call in ipairs(F.netstrings(names)) do
      live[#live + 1] = parseWait(call, rc('HGET', taskKey(task.id, 'w'), '=' .. call))
    end
  end
  task._live = live
  return live
end

local function saveLive(task)
  local names = {}
  for i, wait in ipairs(task._live) do
    names[i] = netstring(wait.call)
  end
  set(task, 'live', #names == 0 and '0' or '1')
  if #names == 0 then
    rc('HDEL', taskKey(task.id, 'w'), 'live')
  else
    rc('HSET', taskKey(task.id, 'w'), 'live', table.concat(names))
  end
end

-- Finds a wait that is live.
function F.liveWait(task, call)
  for _, wait in ipairs(liveWaits(task)) do
    if wait.call == call then
      return wait
    end
  end
end

-- Finds a wait in whatever state it is.
function F.wait(task, call)
  local wait = F.liveWait(task, call)
  if wait then
    return wait
  end
  local header = rc('HGET', taskKey(task.id, 'w'), '=' .. call)
  return header and parseWait(call, header) or nil
end

-- Takes a wait out of the live ones; its operations and its state stay behind.
local function retire(task, wait, state)
  wait.state = state
  local live = task._live
  for i = #live, 1, -1 do
    if live[i] == wait then
      table.remove(live, i)
    end
  end
  saveLive(task)
  writeWait(task, wait)
  rc('HDEL', taskKey(task.id, 'v'), 'd:' .. wait.call, 'z:' .. wait.call, 'g:' .. wait.call, 'a:' .. wait.call)
end

local function define(task, wait)
  local v = taskKey(task.id, 'v')
  rc('HSET', v, 'd:' .. wait.call, wait.shown, 'g:' .. wait.call, wait.hash)
  if wait.times then
    rc('HSET', v, 'z:' .. wait.call, wait.onTimeout)
  else
    rc('HDEL', v, 'z:' .. wait.call)
  end
  writeWait(task, wait)
end

-- Records a wait. One that is reserved takes the definition; one that is open or answered stays as it is.
function F.reserve(task, definition)
  local live = liveWaits(task)
  for i, wait in ipairs(live) do
    if wait.call == definition.call then
      if wait.state == 'RESERVED' then
        definition.state = 'RESERVED'
        live[i] = definition
        define(task, definition)
      end
      return
    end
  end
  -- Where the call waits once more, results of its children stay: a child ends once, and would never be told again.
  definition.state = 'RESERVED'
  live[#live + 1] = definition
  saveLive(task)
  define(task, definition)
end

local function countOpen(task, wait, change)
  set(task, 'waits', (task.waits or 0) + change)
  if CHILDREN[wait.kind] then
    set(task, 'kidwaits', (tonumber(task.kidwaits) or 0) + change)
  end
end

-- Takes an open wait out of the lists and timers.
local function leaveOpen(task, wait)
  countOpen(task, wait, -1)
  rc('ZREM', key('waits'), task.id .. ' ' .. wait.call)
  rc('ZREM', key('timers'), 'c:' .. task.id .. ':' .. wait.call)
  if wait.reminders ~= '-' then
    local i = 0
    for _ in string.gmatch(wait.reminders, '%d+') do
      rc('ZREM', key('timers'), 'b:' .. task.id .. ':' .. i .. ':' .. wait.call)
      i = i + 1
    end
  end
end

-- The status of a task by the waits that are open; nil when none is.
function F.pending(task)
  local open = task.waits or 0
  if open == 0 then
    return nil
  end
  return (tonumber(task.kidwaits) or 0) == open and 'PENDING_CHILD_TASKS' or 'PENDING_TOOL_RESULTS'
end

-- Writes the answers that a task was parked for into its journal, in the order of the calls.
function F.readAnswers(task)
  local answered = {}
  for _, wait in ipairs(liveWaits(task)) do
    if wait.parked and wait.state == 'ANSWERED' then
      answered[#answered + 1] = wait
    end
  end
  table.sort(answered, function(a, b)
    if a.turn ~= b.turn then
      return a.turn < b.turn
    elseif a.index ~= b.index then
      return a.index < b.index
    end
    return a.call < b.call
  end)
  local entries = {}
  for i, wait in ipairs(answered) do
    local payload = rc('HGET', taskKey(task.id, 'v'), 'a:' .. wait.call) or ''
    entries[i] = 'A ' .. int(wait.turn) .. ' ' .. int(wait.index) .. ' ' .. int(task.attempt) .. '\n' .. payload
    retire(task, wait, 'READ')
  end
  F.append(task, entries)
end

-- Keeps the answer of a wait, and lets a parked task go on once nothing is open.
function F.accept(task, wait, payload)
  if wait.state == 'OPEN' then
    leaveOpen(task, wait)
  end
  wait.state = 'ANSWERED'
  writeWait(task, wait)
  rc('HSET', taskKey(task.id, 'v'), 'a:' .. wait.call, payload)
  F.discard(task, wait.call)
  if task.status == 'PROCESSING' then
    F.call(task.worker, 'answered ' .. task.id)
  elseif task.status == 'PENDING_TOOL_RESULTS' or task.status == 'PENDING_CHILD_TASKS' then
    if not F.pending(task) then
      F.readAnswers(task)
      F.runnable(task)
    end
  end
end

-- Hands the open children of a call, or of all calls (''), from a place of the list on, to the cascade.
function F.discard(task, call, from)
  if (task.kids or 0) > 0 then
    rc('RPUSH', key('cascade'), netstring(task.id) .. netstring(int(from or 0)) .. netstring(call))
    grown = true
  end
end

-- Whether the children that are in suffice.
local function decided(task, wait)
  local n = rc('HMGET', taskKey(task.id, 'c:' .. wait.call), 'n', 'ok', 'failed')
  local known, completed, failed = tonumber(n[1]) or 0, tonumber(n[2]) or 0, tonumber(n[3]) or 0
  local first = tonumber(string.match(wait.policy, '^firstOf:(%d+)$'))
  return known >= wait.children or (wait.policy == 'failFast' and failed > 0) or
    (first ~= nil and completed >= first)
end

-- Opens the waits that a task is to park on, and dismisses every other one.
function F.park(task, definitions)
  local named = {}
  for _, definition in ipairs(definitions) do
    named[definition.call] = true
    F.reserve(task, definition)
  end
  for _, wait in ipairs({unpack(liveWaits(task))}) do
    if not named[wait.call] then
      F.dismiss(task, wait)
    else
      wait.parked = true
      if wait.state == 'RESERVED' then
        F.open(task, wait)
      else
        writeWait(task, wait)
      end
    end
  end
end

function F.open(task, wait)
  wait.state = 'OPEN'
  wait.since = now
  wait.deadline = wait.till ~= '-' and tonumber(wait.till) or now + wait.timeout
  writeWait(task, wait)
  countOpen(task, wait, 1)
  rc('ZADD', key('waits'), int(now), task.id .. ' ' .. wait.call)
  rc('ZADD', key('timers'), int(wait.deadline), 'c:' .. task.id .. ':' .. wait.call)
  if wait.reminders ~= '-' then
    local i = 0
    for delay in string.gmatch(wait.reminders, '%d+') do
      rc('ZADD', key('timers'), int(now + tonumber(delay)), 'b:' .. task.id .. ':' .. i .. ':' .. wait.call)
      i = i + 1
    end
  end
  if CHILDREN[wait.kind] then
    if decided(task, wait) then
      -- Nothing would ever answer it: no child is left to end, or as many as it needs have.
      F.accept(task, wait, '')
    end
  end
end

-- The call has its result by itself: an answer that came early is not needed.
function F.dismiss(task, wait)
  if wait.state == 'RESERVED' then
    retire(task, wait, 'CLOSED')
  elseif wait.state == 'ANSWERED' then
    retire(task, wait, 'READ')
  end
end

function F.dismissAll(task)
  for _, wait in ipairs({unpack(liveWaits(task))}) do
    F.dismiss(task, wait)
  end
end

-- Closes all waits of a task that ends.
function F.closeWaits(task)
  for _, wait in ipairs({unpack(liveWaits(task))}) do
    if wait.state == 'OPEN' then
      leaveOpen(task, wait)
      wait.byEnd = true
    end
    if wait.state ~= 'ANSWERED' then
      if wait.byEnd then
        -- It stays live: a revived task reads it as an empty answer.
        wait.state = 'CLOSED'
        writeWait(task, wait)
      else
        retire(task, wait, 'CLOSED')
      end
    end
  end
end

-- Answers the calls whose waits the end of the task closed: empty, nobody answered them.
function F.readClosed(task)
  local closed = {}
  for _, wait in ipairs(liveWaits(task)) do
    if wait.byEnd and wait.state == 'CLOSED' then
      wait.state = 'ANSWERED'
      rc('HSET', taskKey(task.id, 'v'), 'a:' .. wait.call, '')
      closed[#closed + 1] = wait
    end
  end
  F.readAnswers(task)
  for _, wait in ipairs(closed) do
    wait.byEnd = false
    wait.state = 'CLOSED'
    writeWait(task, wait)
  end
end

-- Row 14: tells the parent how its child ended. A result is kept once for its index, also while nobody waits for it: a
-- parent that is revived finds it when it parks once more.
function F.childEnded(child)
  local parent = F.task(child.parent)
  if not parent then
    return
  end
  local results = taskKey(parent.id, 'c:' .. child.call)
  local blob = netstring(child.id) .. netstring(child.status) .. netstring(child.started and int(child.turn + 1) or '0') ..
    netstring(child.usage or '') .. netstring(child._result or '')
  if rc('HSETNX', results, int(child.pindex), blob) == 0 then
    return
  end
  rc('HINCRBY', results, 'n', 1)
  rc('HINCRBY', results, 'ok', child.status == 'COMPLETED' and 1 or 0)
  rc('HINCRBY', results, 'failed', child.status == 'FAILED' and 1 or 0)
  if F.OVER[parent.status] then
    rc('PEXPIRE', results, int(math.max(1, parent.expires - now)))
    return
  end
  local wait = F.liveWait(parent, child.call)
  if wait and (wait.state == 'RESERVED' or wait.state == 'OPEN') and wait.children > 0 and decided(parent, wait) then
    F.event(parent, 'wait_answered', 'call', wait.call)
    F.accept(parent, wait, '')
  end
end

-- The further keys that a change of a task's waits may touch, for the guard.
function F.waitKeys(task)
  local keys = {}
  for _, wait in ipairs(liveWaits(task)) do
    if CHILDREN[wait.kind] then
      keys[#keys + 1] = taskKey(task.id, 'c:' .. wait.call)
    end
  end
  return keys
end
