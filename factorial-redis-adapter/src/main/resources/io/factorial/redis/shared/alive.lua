--[[
  shared/alive.lua: when nobody can reach the store, nobody is dead. Ticks and heartbeats store the time as alive; who
  finds it older than half of the shortest worker lease extends every lease by its own full length.
]]
function F.alive(meta)
  local alive = tonumber(rc('HGET', meta, 'alive'))
  local shortest = tonumber(rc('ZRANGE', key('lengths'), 0, 0, 'WITHSCORES')[2])
  if shortest and (not alive or now - alive > shortest / 2) then
    local lengths = rc('ZRANGE', key('lengths'), 0, -1, 'WITHSCORES')
    for i = 1, #lengths, 2 do
      rc('ZADD', key('leases'), 'XX', int(now + tonumber(lengths[i + 1])), lengths[i])
    end
  end
  rc('HSET', meta, 'alive', int(now))
end

-- Ends a worker's lease.
function F.endLease(worker)
  rc('ZREM', key('leases'), worker)
  rc('ZREM', key('lengths'), worker)
end
