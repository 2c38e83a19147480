--[[
  commit_hand_back.lua: row 10, the task goes to the head of its owner's line.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     the write as in record.lua; nothing more; the refill as a wish in fetch.lua.  Last: time, or "" for the server's
  Reads    as record.lua; nothing more
  Writes   as record.lua; q, ring, leases
  Returns  {"handedBack", length, watched, {}, tasks, limited agents}, or a refusal of record.lua
  Replay   by operation, without next tasks
  Cost     O(log n), and the new bytes
]]
function F.commit_hand_back()
  local task, w = F.beginCommit()
  local wish = F.takeWish()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w, wish)
  F.leave(task)
  F.runnable(task, true)
  return F.released(task, w, 'handedBack', wish)
end
