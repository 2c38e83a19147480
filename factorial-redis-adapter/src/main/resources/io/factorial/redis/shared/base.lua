--[[
  shared/base.lua: what every script begins with: arguments, time, names of keys, the guard, and the end of a step.

  A script reads its arguments one after the other with take() and num(); the last one is the time.
  Changes of a task's hash, its events, counters and signals are collected while the transition is worked out,
  and written together by F.done(): one HSET for each task, one XADD for each owner, one HINCRBY for each counter.
]]
local F = {}
local rc = redis.call
local args, at, now, prefix
local tasks, events, owners, counters, counted, bells, told, freed, grown

-- Begins a script: KEYS[1] is the partition's meta key, and every other name has the same prefix.
function F.begin(meta, argv, first)
  prefix = string.sub(meta, 1, -5)
  args, at = argv, first or 1
  local time = argv[#argv]
  if time == '' then
    local t = rc('TIME')
    now = t[1] * 1000 + math.floor(t[2] / 1000)
  else
    now = tonumber(time)
  end
  tasks, events, owners, counters, counted, bells, told, freed = {}, {}, {}, {}, {}, {}, {}, {}
  grown = false
end

local function take()
  local value = args[at]
  at = at + 1
  return value
end

local function num()
  return tonumber(take())
end

-- Takes a count, and as many arguments.
local function list()
  local values = {}
  for i = 1, num() do
    values[i] = take()
  end
  return values
end

-- A whole number as text: Lua itself would write large ones with an exponent.
local function int(n)
  return string.format('%.0f', n)
end

-- A text of any bytes with its length, so that several can stand one after the other.
local function netstring(s)
  s = tostring(s)
  return #s .. ':' .. s
end

-- Reads what netstring() wrote.
function F.netstrings(s)
  local out, i = {}, 1
  while i <= #s do
    local colon = string.find(s, ':', i, true)
    local n = tonumber(string.sub(s, i, colon - 1))
    out[#out + 1] = string.sub(s, colon + 1, colon + n)
    i = colon + n + 1
  end
  return out
end

-- The name of a key of this partition.
local function key(name)
  return prefix .. name
end

local function taskKey(id, part)
  return part and (prefix .. 't:' .. id .. ':' .. part) or (prefix .. 't:' .. id)
end

-- Fails, before anything is written, while one of the keys is on the other side of a migrating slot.
-- Outside of a cluster no key is ever on another side.
function F.guard(keys)
  if CLUSTER then
    rc('EXISTS', unpack(keys))
  end
end

-- The same for a further piece of work of a script that has written already: the caller leaves the piece out.
function F.reachable(keys)
  if not CLUSTER then
    return true
  end
  local answer = redis.pcall('EXISTS', unpack(keys))
  return not (type(answer) == 'table' and answer.err)
end

-- Ends a script: begins a cascade that is new, writes what was collected, and answers.
function F.done(answer)
  if grown then
    F.cascade(100)
  end
  for _, task in pairs(tasks) do
    if task then
      F.save(task)
    end
  end
  for _, owner in ipairs(owners) do
    F.tell(owner, events[owner])
  end
  for _, id in ipairs(counted) do
    local c = counters[id]
    if rc('HINCRBY', c.key, c.field, int(c.n)) == c.n then
      rc('PEXPIRE', c.key, int(c.keep))
    end
  end
  for _, agent in ipairs(bells) do
    rc(PUBLISH, key('bell'), agent)
  end
  for _, signal in ipairs(told) do
    rc(PUBLISH, key('worker:' .. signal[1]), signal[2])
  end
  if #freed > 0 then
    answer[#answer + 1] = {'!freed', unpack(freed)}
  end
  return answer
end

-- Writes the changed fields of a task.
function F.save(task)
  local put, gone = {}, {}
  for field in pairs(task._dirty) do
    local value = task[field]
    if value == nil then
      gone[#gone + 1] = field
    else
      put[#put + 1] = field
      put[#put + 1] = type(value) == 'number' and int(value) or value
    end
  end
  task._dirty = {}
  if #put > 0 then
    rc('HSET', taskKey(task.id), unpack(put))
  end
  if #gone > 0 then
    rc('HDEL', taskKey(task.id), unpack(gone))
  end
end

-- Sets a field of a task; nil removes it.
local function set(task, field, value)
  if task[field] == value then
    return
  end
  task[field] = value
  task._dirty[field] = true
end

-- Rings the bell of an agent when the script ends.
function F.bell(agent)
  if not bells[agent] then
    bells[agent] = true
    bells[#bells + 1] = agent
  end
end

-- Calls a worker when the script ends.
function F.call(worker, message)
  told[#told + 1] = {worker, message}
end

-- Adds to a metric of the task's agent: in the timeline's bucket, and in the hour's, which is kept for eight days.
function F.count(task, name, n)
  local keep = F.keeping(task)
  F.countIn(keep.size, keep.retention, task.agent, name, n)
  if keep.size ~= 3600000 then
    F.countIn(3600000, 691200000, task.agent, name, n)
  end
end

function F.countIn(size, keep, agent, name, n)
  local bucket = key('m:' .. int(size) .. ':' .. int(math.floor(now / size)))
  local field = agent .. ':' .. name
  local id = bucket .. field
  local c = counters[id]
  if c then
    c.n = c.n + n
  else
    counters[id] = {key = bucket, field = field, n = n, keep = keep + size}
    counted[#counted + 1] = id
  end
end
