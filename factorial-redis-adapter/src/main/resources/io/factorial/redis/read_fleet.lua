--[[
  read_fleet.lua: read workers, queues, limits, schedules and agents of one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     only the time, or "" for the server's
  Reads    workers, leases, lengths, worker:WORKER, w:WORKER, counts, gc, ring, running, lim, schedules, sched, agents, a:AGENT,
           s:PENDING_*
  Writes   nothing
  Returns  {"fleet", {{worker, heard, lease end or "", length or "", tasks, row}, ...}, counts, {agent, owners, ...}, lim,
           {{name, owner, spec, tick}, ...}, {card, ...}, parked tasks without an open wait among 1,000}
  Replay   natural
  Cost     O(workers + agents * limits + schedules)
]]
local function workers()
  local found, rows = rc('ZRANGE', key('workers'), 0, -1, 'WITHSCORES'), {}
  for i = 1, #found, 2 do
    local worker = found[i]
    local past = rc('ZSCORE', key('leases'), worker)
    if past or tonumber(found[i + 1]) >= now - 86400000 then
      rows[#rows + 1] = {worker, found[i + 1], past or '', rc('ZSCORE', key('lengths'), worker) or '',
                         rc('ZCARD', key('w:' .. worker)), rc('HGETALL', key('worker:' .. worker))}
    end
  end
  return rows
end

local function parked()
  local n = 0
  for _, status in ipairs({'PENDING_TOOL_RESULTS', 'PENDING_CHILD_TASKS'}) do
    for _, id in ipairs(rc('ZRANGE', key('s:' .. status), 0, 999)) do
      local waits = rc('HGET', taskKey(id), 'waits')
      if not waits or waits == '0' then
        n = n + 1
      end
    end
  end
  return n
end

-- How many tasks of each status and agent there are: what has expired counts no more, also where it is not collected yet.
local function counts()
  local flat = rc('HGETALL', key('counts'))
  local at = {}
  for i = 1, #flat, 2 do
    at[flat[i]] = i + 1
  end
  for _, entry in ipairs(rc('ZRANGEBYSCORE', key('gc'), '-inf', int(now), 'LIMIT', 0, 1000)) do
    local gone = F.netstrings(entry)
    local i = at[gone[4] .. ':' .. gone[2]]
    flat[i] = int(flat[i] - 1)
  end
  return flat
end

-- How many owners of a ring may run a task: one that is at its limit leaves when its turn would come.
local function waiting(agent, limits)
  local n = rc('ZCARD', key('ring:' .. agent))
  for i = 1, #limits, 2 do
    local owner = string.match(limits[i], '^m:(.*)$')
    if owner and rc('ZSCORE', key('ring:' .. agent), owner) and F.isFull(owner) then
      n = n - 1
    end
  end
  return n
end

function F.read_fleet()
  local limits = rc('HGETALL', key('lim'))
  local rings, cards, schedules = {}, {}, {}
  local agents = rc('SMEMBERS', key('agents'))
  table.sort(agents)
  for _, agent in ipairs(agents) do
    rings[#rings + 1] = agent
    rings[#rings + 1] = waiting(agent, limits)
    cards[#cards + 1] = rc('HGET', key('a:' .. agent), 'card')
  end
  for _, name in ipairs(rc('ZRANGE', key('schedules'), 0, -1)) do
    local known = rc('HMGET', key('sched:' .. name), 'owner', 'spec', 'next')
    schedules[#schedules + 1] = {name, known[1], known[2], known[3]}
  end
  return {'fleet', workers(), counts(), rings, limits, schedules, cards, parked()}
end
