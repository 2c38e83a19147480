--[[
  permit_take.lua: take permits of a limited agent before its tasks are fetched.
  KEYS[1]  {ns:agent:NAME}:meta        hash
  ARGV     nonce; how many; for how long.  Last: time, or "" for the server's
  Reads    meta.max, permits
  Writes   permits: those that were taken for a fetch that never ended go
  Returns  {"taken", number} | {"doubtful", task, ...}: nobody renewed their permits; whoever asks looks whether they run
  Replay   takes once more: what is not used ends with its time
  Cost     O(log n)
]]
function F.permit_take()
  local nonce, wanted, length = take(), num(), num()
  local max = tonumber(rc('HGET', KEYS[1], 'max'))
  local doubtful = {'doubtful'}
  for _, holder in ipairs(rc('ZRANGEBYSCORE', key('permits'), '-inf', int(now), 'LIMIT', 0, 1000)) do
    if string.find(holder, '#', 1, true) then
      rc('ZREM', key('permits'), holder)
    else
      doubtful[#doubtful + 1] = holder
    end
  end
  if #doubtful > 1 then
    return doubtful
  end
  local n = wanted
  if max then
    n = math.max(0, math.min(wanted, max - rc('ZCARD', key('permits'))))
  end
  for i = 1, n do
    rc('ZADD', key('permits'), int(now + length), nonce .. '#' .. i)
  end
  return {'taken', n}
end
