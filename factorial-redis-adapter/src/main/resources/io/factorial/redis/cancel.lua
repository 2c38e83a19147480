--[[
  cancel.lua: row 16, end a task as cancelled, at once and in any status, and up to 100 of its descendants.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; reason.  Last: time, or "" for the server's
  Reads    t:ID, its w, k, t:PARENT
  Writes   all of rule E, cascade
  Returns  {"accepted", whether the cascade goes on} | {"unknown"} | {"refused", status}
  Replay   natural: a second cancel is refused
  Cost     O(log n) for each task that ends
]]
function F.cancel()
  local id, reason = take(), take()
  local task = F.task(id)
  if not task then
    return {'unknown'}
  end
  if F.OVER[task.status] then
    return {'refused', task.status}
  end
  F.guard(F.keysOf, task)
  F.cancelTask(task, reason)
  F.cascade(100)
  return {'accepted', rc('EXISTS', key('cascade'))}
end
