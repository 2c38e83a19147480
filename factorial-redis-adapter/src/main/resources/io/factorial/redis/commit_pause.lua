--[[
  commit_pause.lua: row 9, a person must revive the task.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     the write as in record.lua; reason; the refill as a wish in fetch.lua.  Last: time, or "" for the server's
  Reads    as record.lua; nothing more
  Writes   as record.lua; s:PAUSED, leases
  Returns  {"paused", length, watched, {}, tasks, limited agents}, or a refusal of record.lua
  Replay   by operation, without next tasks
  Cost     O(log n), and the new bytes
]]
function F.commit_pause()
  local task, w = F.beginCommit()
  local reason, wish = take(), F.takeWish()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w, wish)
  F.leave(task)
  set(task, 'reason', reason)
  F.status(task, 'PAUSED')
  return F.released(task, w, 'paused', wish)
end
