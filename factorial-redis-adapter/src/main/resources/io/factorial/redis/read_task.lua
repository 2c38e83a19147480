--[[
  read_task.lua: read a task's record.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id.  Last: time, or "" for the server's
  Reads    t:ID, its s, r, $, and the first element of j
  Writes   nothing
  Returns  {"task", fields, head, state, result, budget} | {"unknown"}
  Replay   natural
  Cost     O(1), and the state
]]
function F.read_task()
  local id = take()
  local task = F.task(id)
  if not task then
    return {'unknown'}
  end
  return {'task', rc('HGETALL', taskKey(id)), rc('LINDEX', taskKey(id, 'j'), 0), rc('GET', taskKey(id, 's')),
          rc('GET', taskKey(id, 'r')), rc('HGETALL', taskKey(id, '$'))}
end
