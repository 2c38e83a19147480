--[[
  model_change.lua: settle a call, pause a model, or set its rates.
  KEYS[1]  {ns:model:KEY}:meta        hash
  ARGV     settle, and tokens that were taken too few; pause, and for how long; or configure, and both rates or "".  Last: time
  Reads    the same hash
  Writes   the same hash
  Returns  {"changed"}
  Replay   of settle: counts once more; of the others: natural
  Cost     O(1)
]]
function F.model_change()
  local what = take()
  if what == 'settle' then
    local tokens, tpm = num(), tonumber(rc('HGET', KEYS[1], 'tpm'))
    local known = rc('HGET', KEYS[1], 'tokens')
    if tpm and known then
      rc('HSET', KEYS[1], 'tokens', string.format('%.6f', math.min(tpm, tonumber(known) - tokens)))
    end
  elseif what == 'pause' then
    local till = now + num()
    if till > (tonumber(rc('HGET', KEYS[1], 'pausedUntil')) or 0) then
      rc('HSET', KEYS[1], 'pausedUntil', int(till))
    end
  else
    rc('HDEL', KEYS[1], 'tokens', 'at')
    for _, name in ipairs({'rpm', 'tpm'}) do
      local rate = take()
      if rate == '' then
        rc('HDEL', KEYS[1], name)
      else
        rc('HSET', KEYS[1], name, rate)
      end
    end
  end
  return {'changed'}
end
