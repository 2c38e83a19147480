--[[
  read_rows.lua: read a part of a list of tasks, the newest first.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     kind of the index: created (a sorted set by creation), order (a sorted set by number), list; its name; creation
           and id of the last task before, or the position before, or ""; how many at most.  Last: time, or ""
  Reads    the index, t:ID, its r, the first element of its j
  Writes   nothing
  Returns  {"rows", {id, place, fields, head, budget, error} | {id, place}, ...}: without fields where the task has expired
  Replay   natural
  Cost     O(log n + rows)
]]
-- Ids and scores after a place of a set by creation; where the last task has gone, what stands before it is skipped.
local function created(index, score, id, n)
  if id == '' then
    return rc('ZREVRANGE', index, 0, n - 1, 'WITHSCORES')
  end
  local rank = rc('ZREVRANK', index, id)
  if rank then
    return rc('ZREVRANGE', index, rank + 1, rank + n, 'WITHSCORES')
  end
  local found, offset = {}, 0
  while #found == 0 do
    local some = rc('ZREVRANGEBYSCORE', index, score, '-inf', 'WITHSCORES', 'LIMIT', offset, n)
    if #some == 0 then
      break
    end
    for i = 1, #some, 2 do
      if tonumber(some[i + 1]) < tonumber(score) or some[i] < id then
        found[#found + 1] = some[i]
        found[#found + 1] = some[i + 1]
      end
    end
    offset = offset + n
  end
  return found
end

-- Ids and positions of a list or of a set by number, from its end on.
local function positions(kind, index, place, n)
  local size = rc(kind == 'list' and 'LLEN' or 'ZCARD', index)
  local last = place == '' and size - 1 or tonumber(place) - 1
  if last < 0 then
    return {}
  end
  local first = math.max(0, last - n + 1)
  local ids = rc(kind == 'list' and 'LRANGE' or 'ZRANGE', index, first, last)
  local found = {}
  for i = #ids, 1, -1 do
    found[#found + 1] = string.match(ids[i], '^%S+')
    found[#found + 1] = int(first + i - 1)
  end
  return found
end

function F.read_rows()
  local kind, index, place, id, n = take(), key(take()), take(), take(), num()
  local found = kind == 'created' and created(index, place, id, n) or positions(kind, index, place, n)
  local answer = {'rows'}
  for i = 1, #found, 2 do
    local task = F.task(found[i])
    if task then
      answer[#answer + 1] = {found[i], found[i + 1], rc('HGETALL', taskKey(found[i])),
                             rc('LINDEX', taskKey(found[i], 'j'), 0), rc('HGETALL', taskKey(found[i], '$')),
                             task.status == 'FAILED' and rc('GET', taskKey(found[i], 'r'))}
    else
      answer[#answer + 1] = {found[i], found[i + 1]}
    end
  end
  return answer
end
