--[[
  read_children.lua: read how children of a call have ended.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; call; first child; how many results at most.  Last: time, or "" for the server's
  Reads    t:ID, its w, c:CALL
  Writes   nothing
  Returns  {"children", index, result, ...}: none for an unknown task
  Replay   natural
  Cost     O(children)
]]
local WINDOW = 500

function F.read_children()
  local id, call, from, max = take(), take(), num(), num()
  local task, answer = F.task(id), {'children'}
  local wait = task and F.wait(task, call)
  local last = math.max(wait and wait.children or 0, from + max)
  while task and from < last and #answer <= 2 * max do
    local indexes = {}
    for i = from, math.min(from + WINDOW, last) - 1 do
      indexes[#indexes + 1] = int(i)
    end
    for i, result in ipairs(rc('HMGET', taskKey(id, 'c:' .. call), unpack(indexes))) do
      if result and #answer <= 2 * max then
        answer[#answer + 1] = indexes[i]
        answer[#answer + 1] = result
      end
    end
    from = from + WINDOW
  end
  return answer
end
