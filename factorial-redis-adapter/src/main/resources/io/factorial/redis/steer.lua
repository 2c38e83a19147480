--[[
  steer.lua: row 15, put messages into a task that has not ended.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; operation; mode; count of messages, messages.  Last: time, or "" for the server's
  Reads    t:ID, its x
  Writes   t:ID, its x, e:OWNER
  Returns  {"accepted"} | {"unknown"} | {"refused", status} | {"full"}
  Replay   by operation: the last 1,000 are known
  Cost     O(messages)
]]
function F.steer()
  local id, op, mode, messages = take(), take(), take(), list()
  local task = F.task(id)
  if not task then
    return {'unknown'}
  end
  local inbox = taskKey(id, 'x')
  if rc('HEXISTS', inbox, 'op:' .. op) == 1 then
    return {'accepted'}
  end
  if F.OVER[task.status] then
    return {'refused', task.status}
  end
  local from = task.inwritten or 0
  if from - (task.inread or 0) + #messages > 1000 then
    return {'full'}
  end
  F.guard(F.keysOf, task)
  for i, message in ipairs(messages) do
    rc('HSET', inbox, '#' .. int(from + i - 1), message)
  end
  set(task, 'inwritten', from + #messages)
  local n = rc('HINCRBY', inbox, 'ops', 1)
  rc('HSET', inbox, 'op:' .. op, '1', 'op#' .. int(n), op)
  local oldest = rc('HGET', inbox, 'op#' .. int(n - 1000))
  if oldest then
    rc('HDEL', inbox, 'op:' .. oldest, 'op#' .. int(n - 1000))
  end
  F.event(task, 'run_steered', 'messages', int(#messages))
  if task.worker then
    F.call(task.worker, 'steered ' .. id .. ' ' .. int(task.turn or 0) .. ' ' .. mode)
  end
  return {'accepted'}
end
