--[[
  answer.lua: row 13, answer a wait; the first answer counts.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; call; operation; answer; whether it is bound to arguments; their hash; the kind that it
           answers, or "" for any.  Last: time, or "" for the server's
  Reads    t:ID, its w, v
  Writes   t:ID, its w, v, j, waits, timers, q, ring, cascade, e:OWNER; all of rule E for children that are not needed
  Returns  {"accepted"} | {"alreadyAnswered"} | {"changed"} | {"otherKind"} | {"closed"} | {"unknown"}
  Replay   by operation
  Cost     O(log n)
]]
function F.answerWait()
  local id, call, op, payload, bound, hash = take(), take(), take(), take(), take() == '1', take()
  local kind = take()
  local task = F.task(id)
  local wait = task and F.wait(task, call)
  if not wait then
    return {'unknown'}
  end
  local ops = rc('HGET', taskKey(id, 'v'), 'o:' .. call) or ''
  for _, known in ipairs(F.netstrings(ops)) do
    if known == op then
      return {'accepted'}
    end
  end
  if wait.state ~= 'RESERVED' and wait.state ~= 'OPEN' then
    local answered = wait.state == 'ANSWERED' or wait.state == 'READ'
    return {answered and not F.OVER[task.status] and 'alreadyAnswered' or 'closed'}
  end
  if kind ~= '' and kind ~= wait.kind then
    return {'otherKind'}
  end
  if bound and hash ~= (rc('HGET', taskKey(id, 'v'), 'g:' .. call) or '') then
    return {'changed'}
  end
  F.guard(F.keysOf, task)
  rc('HSET', taskKey(id, 'v'), 'o:' .. call, ops .. netstring(op))
  F.event(task, 'wait_answered', 'call', call)
  F.accept(task, wait, payload)
  return {'accepted'}
end
