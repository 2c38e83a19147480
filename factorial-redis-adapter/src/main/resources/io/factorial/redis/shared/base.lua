--[[
  shared/base.lua: what every script begins with: arguments, time, names of keys, the guard, and the end of an operation.

  A script makes operations, of which each stands or falls by itself. An operation reads its arguments one
  after the other with take() and num(); the last argument of the script is the time. What it changes in tasks, its events,
  sums and signals are collected while it is worked out: its tasks are written when it ends (one HSET for each), the rest
  when the script ends (one XADD for each owner, one HINCRBY for each sum). An operation that fails leaves nothing behind.
  Every other file is a function of its own: what it uses of this one are locals, what it gives to others stands in F.
]]
local rc = redis.call
local args, at, now, prefix
local tasks, memo -- what the script has read: tasks by id, and what else is not read twice
local step, all -- what the operation has collected, and those before it
local grown -- whether the operation has found children to cancel
local moving -- whether the slot is on its way to another server; nil: not asked yet

local function collection()
  return {changed = {}, events = {}, owners = {}, sums = {}, bases = {}, bells = {}, told = {}, freed = {}}
end

-- Nothing read so far counts any more.
local function forgetRead()
  tasks, memo = {}, {bases = {}, watched = {}, keeps = {}, renewed = {}}
end

-- The name of a key of this partition.
local function key(name)
  return prefix .. name
end

-- KEYS[1] is the partition's meta key, and every other name has the same prefix.
local function begin(meta, argv)
  prefix = string.sub(meta, 1, -5)
  args = argv
  local time = argv[#argv]
  if time == '' then
    local t = rc('TIME')
    now = t[1] * 1000 + math.floor(t[2] / 1000)
  else
    now = tonumber(time)
  end
  forgetRead()
  all = collection()
  if CLUSTER then
    -- While the slot moves, keys are missing, and an absent one may be on the other side. A command on two keys that
    -- nobody has is refused then, on both servers, and never otherwise: so the script ends before it has done anything.
    rc('EXISTS', key('nobody'), key('nothing'))
  end
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

-- A whole number as text: Lua itself would write large ones with an exponent. Commands take numbers as they are.
local function int(n)
  return string.format('%.0f', n)
end

-- A text of any bytes with its length, so that several can stand one after the other.
local function netstring(s)
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

local function taskKey(id, part)
  return part and (prefix .. 't:' .. id .. ':' .. part) or (prefix .. 't:' .. id)
end

-- Sets a field of a task; nil removes it.
local function set(task, field, value)
  if task[field] == value then
    return
  end
  task[field] = value
  local dirty = task._dirty
  if not dirty then
    dirty = {}
    task._dirty = dirty
    step.changed[#step.changed + 1] = task
  end
  dirty[field] = true
end

-- Whether keys of the slot are on their way to another server. Two keys that nobody has tell: a command with absent keys
-- is refused on both servers while a slot moves, and never otherwise. Without a cluster nothing moves.
local function isMoving()
  if moving == nil then
    local answer = CLUSTER and redis.pcall('EXISTS', key('nobody'), key('nothing'))
    moving = type(answer) == 'table' and answer.err ~= nil
  end
  return moving
end

-- Fails, before anything is written, while one of the keys is on the other side of a moving slot. Many keys are named by
-- a function of something, since they are hardly ever asked for.
function F.guard(keys, of)
  if isMoving() then
    rc('EXISTS', unpack(of and keys(of) or keys))
  end
end

-- The same for a further piece of work of a script that has written already: the caller leaves the piece out.
function F.reachable(keys, of)
  if not isMoving() then
    return true
  end
  local answer = redis.pcall('EXISTS', unpack(keys(of)))
  return not (type(answer) == 'table' and answer.err)
end

-- Makes an operation whose arguments begin at a place.
local function operate(operation, first)
  at, step, grown = first, collection(), false
  local answer = operation()
  if grown then
    F.cascade(100)
  end
  for _, task in ipairs(step.changed) do
    F.save(task)
  end
  if #step.freed > 0 then
    answer[#answer + 1] = {'!freed', unpack(step.freed)}
  end
  return answer
end

-- Adds what an operation has collected to what those before it have.
local function keep()
  for _, owner in ipairs(step.owners) do
    local own = all.events[owner]
    if own then
      for _, part in ipairs(step.events[owner]) do
        own[#own + 1] = part
      end
    else
      all.events[owner] = step.events[owner]
      all.owners[#all.owners + 1] = owner
    end
  end
  for name, sum in pairs(step.sums) do
    local known = all.sums[name]
    if known then
      for field, n in pairs(sum.fields) do
        known.fields[field] = (known.fields[field] or 0) + n
      end
    else
      all.sums[name] = sum
    end
  end
  for q, base in pairs(step.bases) do
    all.bases[q] = base
  end
  for _, agent in ipairs(step.bells) do
    if not all.bells[agent] then
      all.bells[agent] = true
      all.bells[#all.bells + 1] = agent
    end
  end
  for _, signal in ipairs(step.told) do
    all.told[#all.told + 1] = signal
  end
end

local function addSums()
  for name, sum in pairs(all.sums) do
    for field, n in pairs(sum.fields) do
      if n ~= 0 then
        local total = rc('HINCRBY', key(name), field, n)
        if sum.keep then
          if total == n then
            rc('PEXPIRE', key(name), sum.keep)
          end
        elseif total == 0 then
          rc('HDEL', key(name), field)
        end
      end
    end
  end
end

-- Appends the events that a collection holds to their owners' streams.
local function tell(collected)
  for _, owner in ipairs(collected.owners) do
    F.tell(owner, collected.events[owner])
  end
  collected.owners, collected.events = {}, {}
end

-- The same at once, for what is to be told after them.
function F.tellNow()
  tell(all)
  tell(step)
end

-- Writes what the operations have collected.
local function finish()
  tell(all)
  addSums()
  for q, base in pairs(all.bases) do
    F.saveBase(q, base)
  end
  for _, agent in ipairs(all.bells) do
    rc(PUBLISH, key('bell'), agent)
  end
  for _, signal in ipairs(all.told) do
    rc(PUBLISH, key('worker:' .. signal[1]), signal[2])
  end
end

-- The whole of a script. Its arguments: the number of operations; for each the name of its function, the number of its
-- arguments, and these; the time, or "" for the server's. An operation that fails has written nothing (see the guard),
-- and is answered by what Redis said: {"!failed", message}.
function F.run(meta, argv)
  begin(meta, argv)
  local answers, place = {}, 2
  for i = 1, tonumber(args[1]) do
    local ok, answer = pcall(operate, F[args[place]], place + 2)
    if ok then
      keep()
    else
      forgetRead()
      answer = {'!failed', type(answer) == 'table' and answer.err or tostring(answer)}
    end
    answers[i] = answer
    place = place + 2 + tonumber(args[place + 1])
  end
  finish()
  return answers
end

-- Writes the changed fields of a task.
function F.save(task)
  local dirty = task._dirty
  if not dirty then
    return
  end
  local put, gone = {}, nil
  for field in pairs(dirty) do
    local value = task[field]
    if value == nil then
      gone = gone or {}
      gone[#gone + 1] = field
    else
      put[#put + 1] = field
      put[#put + 1] = value
    end
  end
  task._dirty = nil
  if #put > 0 then
    rc('HSET', taskKey(task.id), unpack(put))
  end
  if gone then
    rc('HDEL', taskKey(task.id), unpack(gone))
  end
end

-- Rings the bell of an agent when the script ends.
function F.bell(agent)
  if not step.bells[agent] then
    step.bells[agent] = true
    step.bells[#step.bells + 1] = agent
  end
end

-- Calls a worker when the script ends.
function F.call(worker, message)
  step.told[#step.told + 1] = {worker, message}
end

-- Adds to a number in a hash when the script ends. A number that comes to 0 goes, unless the hash has its time (keep).
function F.add(name, field, n, keep)
  local sum = step.sums[name]
  if not sum then
    sum = {keep = keep, fields = {}}
    step.sums[name] = sum
  end
  sum.fields[field] = (sum.fields[field] or 0) + n
end

-- What will be added to a number.
function F.added(name, field)
  local n = step.sums[name] and step.sums[name].fields[field] or 0
  if all.sums[name] then
    n = n + (all.sums[name].fields[field] or 0)
  end
  return n
end

-- Adds to a metric of an agent: in the timeline's bucket, and in the hour's, which is kept for eight days.
function F.count(task, name, n)
  local keeping = F.keeping(task)
  local field = task.agent .. ':' .. name
  F.add(keeping.bucket, field, n, keeping.retention + keeping.size)
  if keeping.size ~= 3600000 then
    F.add(keeping.hour, field, n, 691200000 + 3600000)
  end
end
