--[[
  shared/event.lua: durable events. A stream entry holds all events that a script writes for an owner: for each
  one field (its header as netstrings: task, agent, fence, time, type, turn, attempt, step, name, value, ...) and
  one value (its payload). The entry's id is the number of its last event; en:OWNER counts.
]]
-- Values of one command, an even number: unpack() ends near 8,000.
local PIECE = 4000

local function eventList(owner)
  local own = step.events[owner]
  if not own then
    own = {}
    step.events[owner] = own
    step.owners[#step.owners + 1] = owner
  end
  return own
end

local function eventHead(task)
  return netstring(task.id) .. netstring(task.agent) .. netstring(int(task.fence or 0)) .. netstring(int(now))
end

-- An event that the store makes itself: type, then names and values of what it knows.
function F.event(task, type, ...)
  local own = eventList(task.owner)
  local head = eventHead(task) .. netstring(type) .. netstring(int(task.turn)) .. netstring(int(task.attempt)) .. '0:'
  local fields = {...}
  for i = 1, #fields do
    head = head .. netstring(fields[i])
  end
  own[#own + 1] = head
  own[#own + 1] = ''
end

-- Events of the caller: pairs of a header without the store's part, and a payload.
function F.callerEvents(task, pairs)
  if #pairs == 0 then
    return
  end
  local own, head = eventList(task.owner), eventHead(task)
  for i = 1, #pairs, 2 do
    own[#own + 1] = head .. pairs[i]
    own[#own + 1] = pairs[i + 1]
  end
end

-- Appends to an owner's stream, and tells who listens. Every write within an hour of the last renewal leaves the
-- expiry alone.
function F.tell(owner, own)
  local stream, numbers = key('e:' .. owner), key('en:' .. owner)
  local known = rc('HMGET', numbers, 'n', 'touched', 'epoch')
  local n = (tonumber(known[1]) or 0) + #own / 2
  local fresh = known[2] and now - tonumber(known[2]) < EVENT_TTL / 24
  if fresh then
    rc('HSET', numbers, 'n', n)
  else
    rc('HSET', numbers, 'n', n, 'touched', now, 'epoch', known[3] or now)
  end
  for i = 1, #own, PIECE do
    local last = math.min(i + PIECE - 1, #own)
    rc('XADD', stream, 'MINID', '~', math.max(0, n - EVENT_CAP), int(n - (#own - last) / 2) .. '-0', unpack(own, i, last))
  end
  if not fresh then
    rc('PEXPIRE', stream, int(EVENT_TTL + EVENT_TTL / 24))
    rc('PEXPIRE', numbers, EVENT_TTL * 8)
  end
  if F.watched(owner) == 1 then
    rc(PUBLISH, key('events:' .. owner), 'n' .. int(n))
  end
end

-- Whether somebody listens to the owner's ephemeral events.
function F.watched(owner)
  local watched = memo.watched[owner]
  if not watched then
    watched = rc('EXISTS', key('watch:' .. owner))
    memo.watched[owner] = watched
  end
  return watched
end
