--[[
  shared/pick.lua: row 2, for fetch and for the refill of a commit: leases runnable tasks to a worker.
]]
local MOST, BYTES = 32, 4194304

-- Takes a wish from the arguments.
function F.takeWish()
  local wish = {nonce = take(), length = num(), wants = {}}
  for i = 1, num() do
    wish.wants[i] = {agent = take(), version = take(), slots = num(), permits = take()}
  end
  return wish
end

-- Makes or renews a worker's lease, and notes that the worker was heard.
function F.renew(worker, length)
  rc('ZADD', key('leases'), now + length, worker)
  rc('ZADD', key('lengths'), length, worker)
  rc('ZADD', key('workers'), now, worker)
end

local function head(q)
  local owner, pass = F.first(q)
  if not owner then
    return nil
  end
  local first = rc('ZRANGE', F.lineKey(q, owner), 0, 0, 'WITHSCORES')
  return {q = q, owner = owner, pass = pass, id = first[1], score = tonumber(first[2])}
end

local function before(a, b)
  if a.pass ~= b.pass then
    return a.pass < b.pass
  elseif a.owner ~= b.owner then
    return a.owner < b.owner
  end
  return a.score <= b.score
end

-- What is next for a slot. A pinned task goes to workers of its version only.
local function nextHead(want)
  local any = head(want.agent)
  if want.version == '' then
    return any
  end
  local pinned = head(want.agent .. '@' .. want.version)
  if not any or not pinned then
    return any or pinned
  end
  return before(any, pinned) and any or pinned
end

-- A line whose task is gone: nothing can run, so that the entry goes too.
local function drop(entry)
  rc('ZREM', F.lineKey(entry.q, entry.owner), entry.id)
  if rc('EXISTS', F.lineKey(entry.q, entry.owner)) == 0 then
    rc('ZREM', key('ring:' .. entry.q), entry.owner)
  end
end

local function nextTask(want)
  for _ = 1, 100 do
    local entry = nextHead(want)
    if not entry then
      return nil
    end
    local task = F.task(entry.id)
    if not task then
      drop(entry)
    elseif not F.reachable(F.keysOf, task) then
      return nil
    elseif F.treeCancelled(task) then
      F.cancelTask(task, F.NOT_NEEDED)
    else
      return task
    end
  end
end

-- The task as the worker gets it: its fields, head, state, journal, budget, and whether somebody listens.
local function leased(task, journal)
  local fields = {}
  for field, value in pairs(task) do
    if string.sub(field, 1, 1) ~= '_' and field ~= 'id' then
      fields[#fields + 1] = field
      fields[#fields + 1] = type(value) == 'number' and int(value) or value
    end
  end
  return {task.id, fields, rc('LINDEX', taskKey(task.id, 'j'), 0), rc('GET', taskKey(task.id, 's')), journal,
          rc('HGETALL', taskKey(task.id, '$')), F.watched(task.owner)}
end

local function lease(task, worker, nonce)
  local q = F.queue(task)
  F.charge(q, task.owner)
  F.leaveLine(task)
  F.status(task, 'PROCESSING')
  set(task, 'fence', (task.fence or 0) + 1)
  set(task, 'nonce', nonce)
  set(task, 'worker', worker)
  set(task, 'pickups', (task.pickups or 0) + 1)
  rc('ZADD', key('w:' .. worker), 0, task.id)
  F.mark(task, 1)
  F.runs(task, 1)
  if not task.started then
    set(task, 'started', int(now))
    F.event(task, 'run_started', 'query', F.title(task))
  else
    F.event(task, 'run_resumed')
  end
  if task.open ~= task.turn then
    F.readInbox(task)
  end
end

-- The first part of the head is the title.
function F.title(task)
  local text = rc('LINDEX', taskKey(task.id, 'j'), 0)
  local colon = string.find(text, ':', 1, true)
  return string.sub(text, colon + 1, colon + tonumber(string.sub(text, 1, colon - 1)))
end

local function size(entries)
  local bytes = 0
  for _, entry in ipairs(entries) do
    bytes = bytes + #entry
  end
  return bytes
end

-- Leases up to 32 tasks of at most 4 MB together, at least one. Also says at which wanted agent it stopped, since that is
-- limited and needs permits: whoever has them asks for it and for what is wanted after it.
function F.pick(worker, wish)
  local picked, limited, bytes = {}, {}, 0
  for _, want in ipairs(wish.wants) do
    local slots = want.slots
    if F.isLimited(want.agent) then
      if want.permits == '' then
        limited[1] = want.agent
        return picked, limited
      end
      slots = math.min(slots, tonumber(want.permits))
    end
    while slots > 0 and #picked < MOST do
      local task = nextTask(want)
      if not task then
        break
      end
      bytes = bytes + size(F.entries(task, 0))
      if bytes > BYTES and #picked > 0 then
        return picked, limited
      end
      lease(task, worker, wish.nonce)
      picked[#picked + 1] = leased(task, F.entries(task, 0))
      slots = slots - 1
    end
  end
  return picked, limited
end
