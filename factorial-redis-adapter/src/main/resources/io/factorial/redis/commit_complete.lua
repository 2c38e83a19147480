--[[
  commit_complete.lua: row 7, the task is done, unless a message arrived.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     the write as in record.lua; output; count of events of the end, headers and payloads; count of entries of the other case, entries; count of its events, headers and payloads; the refill as a wish in fetch.lua.  Last: time, or "" for the server's
  Reads    as record.lua; t:ID:x, t:PARENT, its w
  Writes   as record.lua; all of rule E, or as commit_continue.lua
  Returns  {"closed", length, watched, {}, tasks, limited agents} | {"reopened", length, watched, {entry, ...}}, or a refusal of record.lua
  Replay   by operation, without next tasks
  Cost     O(log n), and the new bytes
]]
function F.commit_complete()
  local task, w = F.beginCommit()
  local output, closed, entries, reopened, wish = take(), list(), list(), list(), F.takeWish()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w, wish)
  if F.hasMessages(task) then
    F.appendOwn(task, entries)
    F.callerEvents(task, reopened)
    F.beginTurn(task)
    F.charge(F.queue(task), task.owner)
    F.readInbox(task)
    return F.answer(task, w, 'reopened', w.after)
  end
  F.append(task, {'O ' .. int(task.turn) .. ' 0 ' .. int(task.attempt) .. '\n' .. output})
  F.count(task, 'turns', 1)
  F.callerEvents(task, closed)
  F.finish(task, 'COMPLETED', 'O' .. output)
  return F.released(task, w, 'closed', wish)
end
