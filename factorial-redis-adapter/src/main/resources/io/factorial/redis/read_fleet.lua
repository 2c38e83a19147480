--[[
  read_fleet.lua: read workers, queues, limits, schedules and agents of one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     only the time, or "" for the server's
  Reads    workers, leases, lengths, worker:WORKER, w:WORKER, counts, ring, held, lim, schedules, agents, s:PENDING_*
  Writes   nothing
  Returns  {"fleet", {{worker, heard, lease end or "", length or "", tasks, row}, ...}, counts, {agent, owners, ...}, lim,
           {{name, owner, spec, tick}, ...}, {card, ...}, parked tasks without an open wait among 1,000}
  Replay   natural
  Cost     O(workers + agents + limits + schedules)
  Uses     task
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

function F.read_fleet()
  local rings, cards, schedules = {}, {}, {}
  local agents = rc('SMEMBERS', key('agents'))
  table.sort(agents)
  for _, agent in ipairs(agents) do
    rings[#rings + 1] = agent
    rings[#rings + 1] = rc('ZCARD', key('ring:' .. agent))
    cards[#cards + 1] = rc('HGET', key('a:' .. agent), 'card')
  end
  for _, name in ipairs(rc('ZRANGE', key('schedules'), 0, -1)) do
    local known = rc('HMGET', key('sched:' .. name), 'owner', 'spec', 'next')
    schedules[#schedules + 1] = {name, known[1], known[2], known[3]}
  end
  return {'fleet', workers(), rc('HGETALL', key('counts')), rings, rc('HGETALL', key('lim')), schedules, cards, parked()}
end
