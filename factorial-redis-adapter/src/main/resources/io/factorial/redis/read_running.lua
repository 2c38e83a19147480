--[[
  read_running.lua: read which tasks of an agent run in one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     agent.  Last: time, or "" for the server's
  Reads    workers, w:WORKER, t:ID
  Writes   nothing
  Returns  {"running", id, ...}
  Replay   natural
  Cost     O(running tasks)
]]
function F.read_running()
  local agent, answer = take(), {'running'}
  for _, worker in ipairs(rc('ZRANGE', key('workers'), 0, -1)) do
    for _, id in ipairs(rc('ZRANGE', key('w:' .. worker), 0, -1)) do
      if rc('HGET', taskKey(id), 'agent') == agent then
        answer[#answer + 1] = id
      end
    end
  end
  return answer
end
