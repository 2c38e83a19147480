--[[
  read_waits.lua: read a part of the list of open waits, the oldest first.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     opening and name of the last wait before, or ""; how many at most.  Last: time, or "" for the server's
  Reads    waits, t:ID, its w, v
  Writes   nothing
  Returns  {"waits", {since, name, id, call, kind, agent, owner, deadline, shown} | {since, name}, ...}
  Replay   natural
  Cost     O(log n + rows)
]]
function F.read_waits()
  local since, name, n = take(), take(), num()
  local from = 0
  if name ~= '' then
    local rank = rc('ZRANK', key('waits'), name)
    from = rank and rank + 1 or rc('ZCOUNT', key('waits'), '-inf', '(' .. since)
  end
  local found = rc('ZRANGE', key('waits'), from, from + n - 1, 'WITHSCORES')
  local answer = {'waits'}
  for i = 1, #found, 2 do
    local id, call = string.match(found[i], '^(%S+) (.*)$')
    local task = F.task(id)
    local wait = task and F.wait(task, call)
    if name ~= '' and tonumber(found[i + 1]) == tonumber(since) and found[i] <= name then
      wait = nil
    end
    if wait then
      answer[#answer + 1] = {found[i + 1], found[i], id, call, wait.kind, task.agent, task.owner,
                             wait.deadline and int(wait.deadline) or '', rc('HGET', taskKey(id, 'v'), 'd:' .. call)}
    else
      answer[#answer + 1] = {found[i + 1], found[i]}
    end
  end
  return answer
end
