--[[
  release.lua: row 12, hand back what a worker holds in one partition, up to 200 tasks, and end its lease with the last.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     worker id.  Last: time, or "" for the server's
  Reads    w:WORKER, t:ID
  Writes   w:WORKER, t:ID, q, ring, running, leases, lengths
  Returns  {"released", number of tasks, more}
  Replay   natural
  Cost     O(log n) for each task
]]
function F.release()
  local worker = take()
  local n, ids = 0, rc('ZRANGE', key('w:' .. worker), 0, 199)
  F.guard({key('leases'), key('lengths'), key('w:' .. worker), key('sums')})
  for _, id in ipairs(ids) do
    local task = F.task(id)
    if not task or task.worker ~= worker then
      rc('ZREM', key('w:' .. worker), id)
    elseif F.reachable(F.keysOf, task) then
      F.unlease(task)
      F.runnable(task, true)
      n = n + 1
    end
  end
  local more = rc('EXISTS', key('w:' .. worker))
  if more == 0 then
    F.endLease(worker)
  end
  return {'released', n, more}
end
