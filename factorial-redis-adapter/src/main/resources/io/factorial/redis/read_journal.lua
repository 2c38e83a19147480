--[[
  read_journal.lua: read a part of a task's journal.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; first entry; how many at most.  Last: time, or "" for the server's
  Reads    t:ID, its j
  Writes   nothing
  Returns  {"journal", {entry, ...}}: empty for an unknown task
  Replay   natural
  Cost     O(bytes)
]]
function F.read_journal()
  local id, from, max = take(), num(), num()
  local task = F.task(id)
  return {'journal', task and F.entries(task, from, from + max) or {}}
end
