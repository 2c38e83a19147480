--[[
  shared/line.lua: rule R, and fairness between owners. By queue (an agent, or a pinned version of it) a ring of the
  owners that wait, by pass; by owner a line of tasks. A turn costs its owner 1000 / weight.
  ring:Q owner -> pass; held:OWNER Q -> pass, while the owner is at its limit; idle:Q owner -> pass, of owners that ran
  dry, until the base is five turns beyond; an owner of whom nothing is known stands five turns before the base; fair:Q base and next number; lim weights and limits; running by owner.
]]
local TURN, CREDIT, CLAIM, MOST_IDLE = 1000, 5000, 4000, 10000
local HEAD, PRIORITY = -562949953421312, 17592186044416 -- -2^49, 2^44: a score is exact in a double

function F.lineKey(q, owner)
  return prefix .. 'q:' .. #q .. ':' .. q .. ':' .. owner
end

local lineKey = F.lineKey

-- The base of a queue. It is written when the script ends.
local function base(q)
  local known = memo.bases[q]
  if not known then
    known = tonumber(rc('HGET', key('fair:' .. q), 'base')) or 0
    known = math.max(known, all.bases[q] or 0)
    memo.bases[q] = known
  end
  return known
end

-- Writes a base that has moved; who was idle for long is forgotten.
function F.saveBase(q, moved)
  rc('HSET', key('fair:' .. q), 'base', moved)
  rc('ZREMRANGEBYSCORE', key('idle:' .. q), '-inf', moved - CREDIT)
end

-- A weight or limit; most namespaces have none.
local function limit(name)
  if memo.limits == nil then
    memo.limits = rc('EXISTS', key('lim')) == 1
  end
  return memo.limits and tonumber(rc('HGET', key('lim'), name)) or nil
end

-- Whether an owner runs as many tasks as it may.
function F.isFull(owner)
  local max = limit('m:' .. owner)
  return max and (tonumber(rc('HGET', key('running'), owner)) or 0) + F.added('running', owner) >= max
end

-- Whether permits are needed for an agent.
function F.isLimited(agent)
  return limit('a:' .. agent) ~= nil
end

-- The pass of an owner, and where it stands: ring, held, idle, or nowhere. Nobody has more than the whole credit.
local function passOf(q, owner)
  local least = base(q) - CREDIT
  local pass = tonumber(rc('ZSCORE', key('ring:' .. q), owner))
  if pass then
    return math.max(least, pass), 'ring'
  end
  pass = tonumber(rc('ZSCORE', key('held:' .. owner), q))
  if pass then
    return math.max(least, pass), 'held'
  end
  pass = tonumber(rc('ZSCORE', key('idle:' .. q), owner))
  if pass and pass > least then
    return pass, 'idle'
  end
  return least, 'nowhere'
end

local function stride(owner)
  return math.floor(TURN / (limit('w:' .. owner) or 1))
end

-- Keeps the pass of an owner that ran dry. Who is forgotten beyond the cap loses little: it is near to the unknown ones.
local function keepIdle(q, owner, pass)
  if pass > base(q) - CREDIT then
    if rc('ZADD', key('idle:' .. q), pass, owner) == 1 and rc('ZCARD', key('idle:' .. q)) > MOST_IDLE then
      rc('ZREMRANGEBYRANK', key('idle:' .. q), 0, 0)
    end
  else
    rc('ZREM', key('idle:' .. q), owner)
  end
end

-- The base follows the lowest pass of those who compete for the turn.
local function moveBase(q, pass)
  local first = rc('ZRANGE', key('ring:' .. q), 0, 0, 'WITHSCORES')
  local lowest = first[2] and math.min(tonumber(first[2]), pass) or pass
  if lowest > base(q) then
    memo.bases[q] = lowest
    step.bases[q] = lowest
  end
end

-- Puts a task into its owner's line: under its old number, or before all that have not been picked up.
function F.enterLine(task, head)
  local q, owner = F.queue(task), task.owner
  local line = lineKey(q, owner)
  local waiting = rc('EXISTS', line) == 1
  rc('ZADD', line, (head and HEAD or 0) + task.priority * PRIORITY + task.number, task.id)
  if not waiting then
    local pass = passOf(q, owner)
    rc('ZREM', key('idle:' .. q), owner)
    if F.isFull(owner) then
      rc('ZADD', key('held:' .. owner), pass, q)
    else
      rc('ZADD', key('ring:' .. q), pass, owner)
    end
  end
  F.bell(task.agent)
end

function F.leaveLine(task)
  local q, owner = F.queue(task), task.owner
  local line = lineKey(q, owner)
  if rc('ZREM', line, task.id) == 1 and rc('EXISTS', line) == 0 then
    local pass = passOf(q, owner)
    rc('ZREM', key('ring:' .. q), owner)
    rc('ZREM', key('held:' .. owner), q)
    keepIdle(q, owner, pass)
  end
end

-- The lowest owner of a ring that is below its limit, and its pass. Owners at their limit leave on the way.
function F.first(q)
  while true do
    local first = rc('ZRANGE', key('ring:' .. q), 0, 0, 'WITHSCORES')
    local owner = first[1]
    if not owner then
      return nil
    end
    if not F.isFull(owner) then
      return owner, tonumber(first[2])
    end
    rc('ZADD', key('held:' .. owner), first[2], q)
    rc('ZREM', key('ring:' .. q), owner)
  end
end

-- Charges an owner a turn that begins, and moves the base.
function F.charge(q, owner)
  local pass, place = passOf(q, owner)
  moveBase(q, pass)
  pass = pass + stride(owner)
  if place == 'ring' then
    rc('ZADD', key('ring:' .. q), pass, owner)
  elseif place == 'held' then
    rc('ZADD', key('held:' .. owner), pass, q)
  else
    keepIdle(q, owner, pass)
  end
end

-- Whether another owner has waited so long that a running task gives it its slot.
function F.hasBetterClaim(task)
  local q = F.queue(task)
  if not F.first(q) then
    return false
  end
  local both = rc('ZRANGE', key('ring:' .. q), 0, 1, 'WITHSCORES')
  local pass = tonumber(both[both[1] == task.owner and 4 or 2])
  return pass ~= nil and pass < passOf(q, task.owner) - CLAIM
end

-- A task of an owner began (1) or ceased (-1) to run.
function F.runs(task, change)
  local owner = task.owner
  F.add('running', owner, change)
  if change < 0 then
    F.letIn(owner)
    if F.isLimited(task.agent) then
      step.freed[#step.freed + 1] = task.agent
      step.freed[#step.freed + 1] = task.id
      F.bell(task.agent)
    end
  end
end

-- Brings an owner back into the rings once it is below its limit.
function F.letIn(owner)
  if rc('EXISTS', key('held:' .. owner)) == 0 or F.isFull(owner) then
    return
  end
  local held = rc('ZRANGE', key('held:' .. owner), 0, -1, 'WITHSCORES')
  for i = 1, #held, 2 do
    local q = held[i]
    rc('ZADD', key('ring:' .. q), math.max(base(q) - CREDIT, tonumber(held[i + 1])), owner)
    F.bell(string.match(held[i], '^[^@]*'))
  end
  rc('DEL', key('held:' .. owner))
end

-- Rule R: the task may run.
function F.runnable(task, head)
  F.status(task, task.stepped and 'ACTIVE' or 'QUEUED')
  set(task, 'reason', nil)
  set(task, 'due', nil)
  F.enterLine(task, head)
end

-- Adds or takes away the mark of a task's lease, so that a heartbeat can compare all leases of a worker by one sum.
function F.mark(task, sign)
  local mark = tonumber(string.sub(redis.sha1hex(task.id .. ' ' .. int(task.fence) .. ' ' .. task.nonce), 1, 8), 16)
  F.add('sums', task.worker, sign * mark)
end

-- Ends the worker's hold on a task.
function F.unlease(task)
  if task.worker then
    rc('ZREM', key('w:' .. task.worker), task.id)
    F.mark(task, -1)
    set(task, 'worker', nil)
    set(task, 'nonce', nil)
    F.runs(task, -1)
  end
end

-- The task may run at a time, and not before.
function F.delay(task, due, reason)
  set(task, 'reason', reason)
  set(task, 'due', due)
  F.status(task, 'BACKOFF')
  rc('ZADD', key('timers'), due, 'a:' .. task.id)
end
