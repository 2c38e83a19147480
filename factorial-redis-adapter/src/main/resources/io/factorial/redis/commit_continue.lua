--[[
  commit_continue.lua: row 4, the next turn begins, or the task gives its slot to an owner who waits.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     the write as in record.lua; whether it yields; the refill as a wish in fetch.lua.  Last: time, or "" for the server's
  Reads    as record.lua; ring, fair, t:ID:x
  Writes   as record.lua; ring, idle, fair, leases; q where it yields
  Returns  {"continued", length, watched, {entry, ...}} | {"yielded", length, watched, {}, tasks, limited agents}, or a refusal of record.lua
  Replay   by operation, without next tasks
  Cost     O(log n), and the new bytes
]]
function F.commit_continue()
  local task, w = F.beginCommit()
  local yields, wish = take() == '1', F.takeWish()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w, wish)
  F.beginTurn(task)
  if yields or F.hasBetterClaim(task) then
    F.leave(task)
    F.runnable(task, true)
    return F.released(task, w, 'yielded', wish)
  end
  F.charge(F.queue(task), task.owner)
  F.readInbox(task)
  return F.answer(task, w, 'continued', w.after)
end
