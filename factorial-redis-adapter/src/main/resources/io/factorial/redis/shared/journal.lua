--[[
  shared/journal.lua: the journal and the inbox. Element 0 of t:ID:j is the task's head (title, labels, trace, as the
  adapter wrote it); element i + 1 is entry i: kind, turn, index and attempt, a line feed, the payload. Kinds are
  single letters: I(NPUT) C(OMPLETION) L (a claim) R(ESULT) S(TEERING) A(NSWER) N(OTE) O(UTPUT) T(URN).
  t:ID:x holds messages under their numbers, and the operations that brought them.
]]
local PIECE = 4000

-- Appends entries that are encoded already.
function F.append(task, entries)
  for i = 1, #entries, PIECE do
    rc('RPUSH', taskKey(task.id, 'j'), unpack(entries, i, math.min(i + PIECE - 1, #entries)))
  end
  if #entries > 0 then
    set(task, 'length', (task.length or 0) + #entries)
  end
  for _, entry in ipairs(entries) do
    local kind = string.sub(entry, 1, 1)
    if (kind == 'C' or kind == 'R') then
      if not task.stepped then
        set(task, 'stepped', '1')
      end
      if task.recoveries and task.recoveries > 0 then
        set(task, 'recoveries', nil)
      end
    end
  end
end

function F.hasCompletion(entries)
  for _, entry in ipairs(entries) do
    if string.sub(entry, 1, 1) == 'C' then
      return true
    end
  end
  return false
end

-- Entries from a position on.
function F.entries(task, from, to)
  return rc('LRANGE', taskKey(task.id, 'j'), from + 1, to or -1)
end

-- Moves the messages of the inbox into the journal, at the turn that begins.
function F.readInbox(task)
  local from, to = task.inread or 0, task.inwritten or 0
  if from >= to then
    return
  end
  local index = tonumber(task.sturn) == task.turn and tonumber(task.sindex) or 0
  local names = {}
  for i = from, to - 1 do
    names[#names + 1] = '#' .. i
  end
  local messages = rc('HMGET', taskKey(task.id, 'x'), unpack(names))
  local entries = {}
  for i, message in ipairs(messages) do
    entries[i] = 'S ' .. int(task.turn) .. ' ' .. int(index) .. ' ' .. int(task.attempt) .. '\n' .. message
    index = index + 1
  end
  F.append(task, entries)
  rc('HDEL', taskKey(task.id, 'x'), unpack(names))
  set(task, 'inread', to)
  set(task, 'sturn', int(task.turn))
  set(task, 'sindex', int(index))
end

function F.hasMessages(task)
  return (task.inread or 0) < (task.inwritten or 0)
end
