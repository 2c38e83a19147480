--[[
  heartbeat.lua: row 11, keep a worker's lease alive in one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     worker id; lease length in milliseconds; host; version; slots as text; number of tasks that it holds here; sum of
           the marks of its leases.  Last: time, or "" for the server's
  Reads    leases, w:WORKER, sums, t:ID where they differ
  Writes   leases, lengths, meta.alive, workers, worker:WORKER; no lease where the worker has none
  Returns  {"renewed"} | {"differs", task, fence, nonce, length, ...}: what the store lists
  Replay   natural
  Cost     O(log n), n = live workers; O(tasks) where store and worker differ
]]
function F.heartbeat()
  local worker, length, host, version, slots, held, sum = take(), num(), take(), take(), take(), num(), take()
  local row = key('worker:' .. worker)
  F.guard({key('leases'), key('lengths'), key('workers'), row, key('w:' .. worker), key('sums'), KEYS[1]})
  F.alive(KEYS[1])
  rc('HSET', row, 'host', host, 'version', version, 'slots', slots, 'length', int(length))
  rc('PEXPIRE', row, 86400000)
  rc('ZADD', key('workers'), int(now), worker)
  if rc('ZSCORE', key('leases'), worker) then
    rc('ZADD', key('leases'), int(now + length), worker)
    rc('ZADD', key('lengths'), int(length), worker)
  end
  if rc('ZCARD', key('w:' .. worker)) == held and (rc('HGET', key('sums'), worker) or '0') == sum then
    return {'renewed'}
  end
  local answer = {'differs'}
  for _, id in ipairs(rc('ZRANGE', key('w:' .. worker), 0, -1)) do
    local known = rc('HMGET', taskKey(id), 'fence', 'nonce', 'length')
    if known[1] and known[2] then
      answer[#answer + 1] = id
      answer[#answer + 1] = known[1]
      answer[#answer + 1] = known[2]
      answer[#answer + 1] = known[3]
    end
  end
  return answer
end
