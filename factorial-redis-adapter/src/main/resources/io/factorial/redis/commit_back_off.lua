--[[
  commit_back_off.lua: row 6, the turn is tried again later.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     the write as in record.lua; delay in milliseconds; reason; whether it is counted; the refill as a wish in fetch.lua.  Last: time, or "" for the server's
  Reads    as record.lua; nothing more
  Writes   as record.lua; timers, s:BACKOFF, leases
  Returns  {"backedOff", length, watched, {}, tasks, limited agents}, or a refusal of record.lua
  Replay   by operation, without next tasks
  Cost     O(log n), and the new bytes
]]
function F.commit_back_off()
  local task, w = F.beginCommit()
  local delay, reason, counted, wish = num(), take(), take() == '1', F.takeWish()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w, wish)
  if counted then
    set(task, 'attempt', task.attempt + 1)
    F.count(task, 'retries', 1)
  end
  F.leave(task)
  F.delay(task, now + delay, reason)
  return F.released(task, w, 'backedOff', wish)
end
