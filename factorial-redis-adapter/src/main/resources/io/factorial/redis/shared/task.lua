--[[
  shared/task.lua: the record of a task, its status, and the indexes that follow the status.

  Fields of t:ID: status agent owner version root parent call pindex batch bindex number priority created
  wall deadline pausing keep turn attempt pickups recoveries fence nonce worker length stepped open waits
  lastop lastanswer revival started ended expires due reason usage sturn sindex inread inwritten dedup steps
  purses kids live. A field that does not hold for the task is absent. open: the last turn that a completion is
  recorded of; live: 1 while waits are live, 0 once there were some.
]]
F.OVER = {COMPLETED = true, FAILED = true, CANCELLED = true}
local INDEXED = {BACKOFF = true, PENDING_TOOL_RESULTS = true, PENDING_CHILD_TASKS = true, PAUSED = true,
                 FAILED = true, CANCELLED = true}
local NUMBERS = {turn = true, attempt = true, pickups = true, recoveries = true, fence = true, length = true,
                 waits = true, priority = true, number = true, created = true, deadline = true, expires = true,
                 due = true, inread = true, inwritten = true, kids = true, wall = true, pindex = true, bindex = true,
                 open = true}

-- Reads a task; nil when it is unknown or has expired. Within a script a task is read once.
function F.task(id)
  local known = tasks[id]
  if known ~= nil then
    return known or nil
  end
  local flat = rc('HGETALL', taskKey(id))
  local task = {id = id}
  for i = 1, #flat, 2 do
    local field = flat[i]
    task[field] = NUMBERS[field] and tonumber(flat[i + 1]) or flat[i + 1]
  end
  if #flat == 0 or (task.expires and task.expires <= now) then
    tasks[id] = false
    return nil
  end
  tasks[id] = task
  return task
end

-- A task that is not stored yet.
function F.newTask(id)
  local task = {id = id}
  tasks[id] = task
  return task
end

-- The keys that a change of a task may write or read, for the guard.
function F.keysOf(task)
  local id, q, o = task.id, F.queue(task), task.owner
  local keys = {
    taskKey(id), taskKey(id, 'j'), taskKey(id, 's'), taskKey(id, 'x'), taskKey(id, 'w'), taskKey(id, 'v'),
    taskKey(id, 'r'), taskKey(id, 'k'), taskKey(id, '$'),
    key('q:' .. #q .. ':' .. q .. ':' .. o), key('ring:' .. q), key('idle:' .. q), key('fair:' .. q),
    key('held:' .. o), key('running'), key('lim'), key('counts'), key('timers'), key('leases'), key('cascade'),
    key('waits'), key('gc'), key('i:' .. task.agent), key('o:' .. o), key('e:' .. o), key('en:' .. o),
    key('watch:' .. o), key('s:' .. task.status)}
  if task.worker then
    keys[#keys + 1] = key('w:' .. task.worker)
  end
  if task.purses then
    for _, purse in ipairs(F.netstrings(task.purses)) do
      keys[#keys + 1] = taskKey(purse, '$')
    end
  end
  return keys
end

-- The agent's queue that the task stands in: pinned tasks stand apart, since only workers of that version take them.
function F.queue(task)
  return task.version and (task.agent .. '@' .. task.version) or task.agent
end

-- TTLs, recoveries and timeline of the agent as they stood when the task was enqueued.
function F.keeping(task)
  local keeping = memo.keeps[task.keep]
  if not keeping then
    local c, f, x, r, size, retention = string.match(task.keep, '^(%d+),(%d+),(%d+),(%d+),(%d+),(%d+)$')
    keeping = {COMPLETED = tonumber(c), FAILED = tonumber(f), CANCELLED = tonumber(x), recoveries = tonumber(r),
               size = tonumber(size), retention = tonumber(retention),
               bucket = 'm:' .. size .. ':' .. int(math.floor(now / tonumber(size))),
               hour = 'm:3600000:' .. int(math.floor(now / 3600000))}
    memo.keeps[task.keep] = keeping
  end
  return keeping
end

function F.status(task, status)
  local before = task.status
  if before == status then
    return
  end
  if before then
    F.add('counts', before .. ':' .. task.agent, -1)
    if INDEXED[before] then
      rc('ZREM', key('s:' .. before), task.id)
    end
  end
  F.add('counts', status .. ':' .. task.agent, 1)
  if INDEXED[status] then
    rc('ZADD', key('s:' .. status), task.created, task.id)
  end
  set(task, 'status', status)
end

-- Removes what the indexes and keys still hold of a task whose record has expired.
function F.forget(entry)
  local id, agent, owner, status = entry[1], entry[2], entry[3], entry[4]
  rc('ZREM', key('i:' .. agent), id)
  rc('ZREM', key('o:' .. owner), id)
  rc('ZREM', key('s:' .. status), id)
  F.add('counts', status .. ':' .. agent, -1)
  local calls = rc('HKEYS', taskKey(id, 'w'))
  for _, name in ipairs(calls) do
    rc('DEL', taskKey(id, 'c:' .. string.sub(name, 2)))
  end
  rc('DEL', taskKey(id), taskKey(id, 'j'), taskKey(id, 's'), taskKey(id, 'x'), taskKey(id, 'w'), taskKey(id, 'v'),
    taskKey(id, 'r'), taskKey(id, 'k'), taskKey(id, '$'))
end

-- Makes room for a task whose id an expired one has, where its keys have not gone yet.
function F.makeRoom(id)
  local old = rc('HMGET', taskKey(id), 'agent', 'owner', 'status')
  if not old[1] then
    return
  end
  local entry = netstring(id) .. netstring(old[1]) .. netstring(old[2]) .. netstring(old[3])
  rc('ZREM', key('gc'), entry)
  F.forget(F.netstrings(entry))
end

-- The task's name in gc: all that the indexes need when the record itself has gone.
function F.gcEntry(task)
  return netstring(task.id) .. netstring(task.agent) .. netstring(task.owner) .. netstring(task.status)
end
