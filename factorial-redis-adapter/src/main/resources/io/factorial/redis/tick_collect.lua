--[[
  tick_collect.lua: row 21, index entries of expired tasks go, and old workers. Called by tick.lua.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     of tick.lua
  Reads    gc, workers, leases
  Writes   gc, workers, sums, i:AGENT, o:OWNER, s:STATUS, counts, and what is left of t:ID
  Returns  whether expired entries are left
  Replay   natural
  Cost     O(log n) for each entry
]]
function F.tick_collect(max)
  for _, entry in ipairs(rc('ZRANGEBYSCORE', key('gc'), '-inf', int(now), 'LIMIT', 0, max)) do
    F.forget(F.netstrings(entry))
    rc('ZREM', key('gc'), entry)
  end
  for _, worker in ipairs(rc('ZRANGEBYSCORE', key('workers'), '-inf', int(now - 86400000), 'LIMIT', 0, max)) do
    if not rc('ZSCORE', key('leases'), worker) then
      rc('ZREM', key('workers'), worker)
      rc('HDEL', key('sums'), worker)
    end
  end
  return rc('ZCOUNT', key('gc'), '-inf', int(now)) > 0
end
