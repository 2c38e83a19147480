--[[
  model_acquire.lua: ask for the right to call a model.
  KEYS[1]  {ns:model:KEY}:meta        hash
  ARGV     tokens; whether requests are counted here.  Last: time, or "" for the server's
  Reads    rpm, tpm, pausedUntil, and the buckets
  Writes   the buckets: requests and tokens, and when they were filled
  Returns  {"granted"} | {"later", milliseconds}
  Replay   takes once more: it comes back within a minute
  Cost     O(1)
]]
-- What a bucket holds now: it fills within a minute.
local function held(limit, stored, at)
  if not stored then
    return limit
  end
  return math.min(limit, stored + (now - at) * limit / 60000)
end

function F.model_acquire()
  local tokens, counted = num(), take() == '1'
  local known = rc('HMGET', KEYS[1], 'rpm', 'tpm', 'pausedUntil', 'requests', 'tokens', 'at')
  local rpm, tpm, paused = tonumber(known[1]), tonumber(known[2]), tonumber(known[3]) or 0
  local at = tonumber(known[6]) or now
  if paused > now then
    return {'later', int(paused - now)}
  end
  local wait = 0
  local requests, left
  if counted and rpm then
    requests = held(rpm, tonumber(known[4]), at)
    if requests < 1 then
      wait = math.max(wait, math.ceil((1 - requests) * 60000 / rpm))
    end
  end
  if tpm then
    left = held(tpm, tonumber(known[5]), at)
    -- More than a whole minute's tokens are granted when the bucket is full: else they could never be.
    local need = math.min(tokens, tpm)
    if left < need then
      wait = math.max(wait, math.ceil((need - left) * 60000 / tpm))
    end
  end
  if wait > 0 then
    return {'later', int(math.max(1, wait))}
  end
  if requests or left then
    rc('HSET', KEYS[1], 'at', int(now))
    if requests then
      rc('HSET', KEYS[1], 'requests', string.format('%.6f', requests - 1))
    end
    if left then
      rc('HSET', KEYS[1], 'tokens', string.format('%.6f', left - tokens))
    end
  end
  return {'granted'}
end
