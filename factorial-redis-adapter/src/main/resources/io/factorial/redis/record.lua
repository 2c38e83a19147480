--[[
  record.lua: row 3, append to a task within a turn.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; fence; nonce; worker; operation; expected length; count of entries, entries; count of waits, waits; has
           state, state; usage or ""; count of events, headers and payloads; settled step or "", five amounts; reserved
           step or "", five amounts; count of counters, names and numbers.  Last: time, or "" for the server's
  Reads    t:ID, t:ROOT, t:ROOT:$, its w
  Writes   t:ID, its j, s, w, v, the $ of its tree, e:OWNER, m
  Returns  {"written", length, watched, {entry, ...}} | {"overBudget", limit, only reserved} | {"gap", length} |
           {"stale", newest fence} | {"ended", status}
  Replay   by operation
  Cost     O(new bytes)
]]
function F.record()
  local task, w = F.beginCommit()
  local refused = F.refuse(task, w)
  if refused then
    return refused
  end
  F.beginWrites(task, w)
  return F.answer(task, w, 'written', w.after)
end
