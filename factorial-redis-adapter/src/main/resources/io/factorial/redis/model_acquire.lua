--[[
  model_acquire.lua: ask for the right to call a model.
  KEYS[1]  {ns:model:KEY}:meta        hash
  ARGV     tokens; whether requests are counted here.  Last: time, or "" for the server's
  Reads    rpm, tpm, pausedUntil, requests, and the bucket
  Writes   requests, the times of the last ones; the bucket of tokens, and when it was filled
  Returns  {"granted"} | {"free"}: nothing limits the model | {"later", milliseconds}
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
  local known = rc('HMGET', KEYS[1], 'rpm', 'tpm', 'pausedUntil', 'tokens', 'at')
  local rpm, tpm, paused = tonumber(known[1]), tonumber(known[2]), tonumber(known[3]) or 0
  local at = tonumber(known[5]) or now
  local wait, left = math.max(0, paused - now), nil
  if counted and rpm then
    -- The request that would be too many is the one after the last so many: it must be a minute old.
    local first = tonumber(rc('LINDEX', key('requests'), rpm - 1))
    if first and first > now - 60000 then
      wait = math.max(wait, first + 60000 - now)
    end
  end
  if tpm then
    left = held(tpm, tonumber(known[4]), at)
    -- More than a whole minute's tokens are granted when the bucket is full: else they could never be.
    local need = math.min(tokens, tpm)
    if left < need then
      wait = math.max(wait, math.ceil((need - left) * 60000 / tpm))
    end
  end
  if wait > 0 then
    return {'later', int(math.max(1, wait))}
  end
  if counted and rpm then
    rc('LPUSH', key('requests'), int(now))
    rc('LTRIM', key('requests'), 0, rpm - 1)
    rc('PEXPIRE', key('requests'), 600000)
  end
  if left then
    rc('HSET', KEYS[1], 'at', int(now), 'tokens', string.format('%.6f', left - tokens))
  end
  if not rpm and not tpm then
    return {'free'}
  end
  return {'granted'}
end
