--[[
  enqueue.lua: row 1, store and queue tasks of one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     count of tasks; for each: id; agent; version or ""; owner; head; count of entries, entries; turn; has state,
           state; start at, or ""; delay; dedup key or ""; priority; five limits or ""; wall clock; pauses at deadline;
           parent or ""; its call; index; batch or ""; total; index.  Last: time, or "" for the server's
  Reads    t:ID, t:PARENT, a:AGENT, dedup:...
  Writes   t:ID, its j and s, i:AGENT, o:OWNER, counts, timers, q, ring, fair, t:PARENT, its k, b:BATCH, its k, cascade, e:OWNER
  Returns  {"enqueued", {"created", id} | {"existing", id} | {"refused", id, reason}, ...}
  Replay   by id
  Cost     O(log n) for each task
]]
function F.takeTask()
  local new = {id = take(), agent = take(), version = take(), owner = take(), head = take(), entries = list(),
               turn = num(), hasState = take() == '1', state = take(), startAt = take(), delay = num(), dedup = take(),
               priority = num(), limits = {take(), take(), take(), take(), take()}, wall = num(),
               pausing = take() == '1', parent = take(), call = take(), pindex = num(), batch = take(),
               total = num(), bindex = num()}
  if new.version == '' then
    new.version = nil
  end
  if new.dedup ~= '' then
    new.dedup = 'dedup:' .. new.agent .. ':' .. #new.owner .. ':' .. new.owner .. ':' .. new.dedup
  end
  return new
end

local function keysOfNew(news)
  local keys = {}
  for _, new in ipairs(news) do
    for _, name in ipairs(F.keysOf({id = new.id, agent = new.agent, version = new.version, owner = new.owner,
                                    status = 'BACKOFF'})) do
      keys[#keys + 1] = name
    end
    keys[#keys + 1] = key('a:' .. new.agent)
    if new.dedup ~= '' then
      keys[#keys + 1] = key(new.dedup)
    end
    if new.parent ~= '' then
      keys[#keys + 1] = taskKey(new.parent)
      keys[#keys + 1] = taskKey(new.parent, 'k')
      keys[#keys + 1] = taskKey(new.parent, 'w')
    end
    if new.batch ~= '' then
      keys[#keys + 1] = key('b:' .. new.batch)
      keys[#keys + 1] = key('b:' .. new.batch .. ':k')
    end
  end
  return keys
end

function F.guardNew(news)
  for i = 1, #news, 50 do
    F.guard(keysOfNew, {unpack(news, i, math.min(i + 49, #news))})
  end
end

local function join(child, parent)
  set(parent, 'kids', (parent.kids or 0) + 1)
  local at = rc('RPUSH', taskKey(parent.id, 'k'), child.id .. ' ' .. child.call) - 1
  local wait = F.wait(parent, child.call)
  if wait and wait.state ~= 'RESERVED' and wait.state ~= 'OPEN' then
    -- The parent has no use for it: it is cancelled at once.
    F.discard(parent, child.call, at)
  end
end

local function joinBatch(task, new)
  local batch = key('b:' .. new.batch)
  local known = rc('HMGET', batch, 'open', 'expires')
  if known[1] and tonumber(known[1]) <= 0 then
    if tonumber(known[2]) <= now then
      rc('DEL', batch, batch .. ':k')
      known[1] = nil
    else
      rc('PERSIST', batch)
      rc('PERSIST', batch .. ':k')
    end
  end
  if not known[1] then
    rc('HSET', batch, 'owner', new.owner, 'total', int(new.total))
  end
  rc('HINCRBY', batch, 'open', 1)
  rc('ZADD', batch .. ':k', int(new.bindex), new.id)
  set(task, 'batch', new.batch)
  set(task, 'bindex', new.bindex)
end

local function store(new, keep, parent)
  F.makeRoom(new.id)
  local task = F.newTask(new.id)
  set(task, 'agent', new.agent)
  set(task, 'owner', new.owner)
  set(task, 'version', new.version)
  set(task, 'keep', keep)
  set(task, 'created', now)
  set(task, 'wall', new.wall)
  set(task, 'deadline', now + new.wall)
  set(task, 'pausing', new.pausing and '1' or nil)
  set(task, 'priority', new.priority)
  set(task, 'number', rc('HINCRBY', key('fair:' .. F.queue(task)), 'number', 1))
  set(task, 'turn', new.turn)
  set(task, 'attempt', 0)
  rc('RPUSH', taskKey(new.id, 'j'), new.head)
  F.append(task, new.entries)
  if new.hasState then
    rc('SET', taskKey(new.id, 's'), new.state)
  end
  local limited = table.concat(new.limits) ~= ''
  local purses = limited and netstring(new.id) or ''
  if parent then
    set(task, 'root', parent.root or parent.id)
    set(task, 'parent', parent.id)
    set(task, 'call', new.call)
    set(task, 'pindex', new.pindex)
    set(task, 'purses', purses .. (parent.purses or netstring(parent.id)))
  end
  if limited then
    F.limitBudget(task, new.limits)
  end
  if new.dedup ~= '' then
    rc('SET', key(new.dedup), new.id)
    set(task, 'dedup', new.dedup)
  end
  rc('ZADD', key('i:' .. new.agent), now, new.id)
  rc('ZADD', key('o:' .. new.owner), now, new.id)
  rc('ZADD', key('timers'), task.deadline, 'd:' .. new.id)
  if new.batch ~= '' then
    joinBatch(task, new)
  end
  F.count(task, 'enqueued', 1)
  F.event(task, 'run_queued')
  local start = new.startAt ~= '' and tonumber(new.startAt) or now + new.delay
  if start > now then
    F.delay(task, start, 'delayed')
  else
    F.runnable(task)
  end
  if parent then
    join(task, parent)
  end
end

function F.enqueueOne(new)
  if F.task(new.id) then
    return {'existing', new.id}
  end
  local keep = rc('HGET', key('a:' .. new.agent), 'keep')
  if not keep then
    return {'refused', new.id, 'UNKNOWN_AGENT'}
  end
  if new.dedup ~= '' then
    local same = rc('GET', key(new.dedup))
    if same and F.task(same) then
      return {'existing', same}
    end
  end
  local parent
  if new.parent ~= '' then
    parent = F.task(new.parent)
    if not parent or F.OVER[parent.status] then
      return {'refused', new.id, 'PARENT_ENDED'}
    elseif parent.owner ~= new.owner then
      return {'refused', new.id, 'OTHER_OWNER'}
    end
  end
  store(new, keep, parent)
  return {'created', new.id}
end

function F.enqueue()
  local news, answer = {}, {'enqueued'}
  for i = 1, num() do
    news[i] = F.takeTask()
  end
  F.guardNew(news)
  for i, new in ipairs(news) do
    answer[i + 1] = F.enqueueOne(new)
  end
  return answer
end
