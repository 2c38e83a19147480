--[[
  commit_park.lua: row 5, the task waits; where all is answered already, it goes on.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     the write as in record.lua; count of waits to open, waits; count of events of parking, headers and payloads; the refill as a wish in fetch.lua.  Last: time, or "" for the server's
  Reads    as record.lua; t:ID:w
  Writes   as record.lua; t:ID:w, its v, waits, timers, s:STATUS, leases
  Returns  {"continued", length, watched, {entry, ...}} | {"parked", length, watched, {}, tasks, limited agents}, or a refusal of record.lua
  Replay   by operation, without next tasks
  Cost     O(log n), and the new bytes
]]
function F.commit_park()
  local task, w = F.beginCommit()
  local waits = {}
  for i = 1, num() do
    waits[i] = F.takeWait()
  end
  local parked, wish = list(), F.takeWish()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w, wish)
  F.park(task, waits)
  local pending = F.pending(task)
  if not pending then
    F.readAnswers(task)
    return F.answer(task, w, 'continued', w.after)
  end
  F.callerEvents(task, parked)
  F.leave(task)
  set(task, 'reason', nil)
  F.status(task, pending)
  return F.released(task, w, 'parked', wish)
end
