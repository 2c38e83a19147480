--[[
  commit_fail.lua: row 8, the task has failed.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     the write as in record.lua; code; message; whether it may be tried again; the refill as a wish in fetch.lua.  Last: time, or "" for the server's
  Reads    as record.lua; t:PARENT, its w
  Writes   as record.lua; all of rule E
  Returns  {"closed", length, watched, {}, tasks, limited agents}, or a refusal of record.lua
  Replay   by operation, without next tasks
  Cost     O(log n), and the new bytes
]]
function F.commit_fail()
  local task, w = F.beginCommit()
  local code, message, again, wish = take(), take(), take(), F.takeWish()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w, wish)
  F.finish(task, 'FAILED', 'E' .. netstring(code) .. netstring(message) .. netstring(again))
  return F.released(task, w, 'closed', wish)
end
