--[[
  chunk.lua: tell an ephemeral event of a running task to who listens now.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id; fence; type; turn; attempt; step; offset; payload.  Last: time, or "" for the server's
  Reads    t:ID, watch:OWNER, en:OWNER
  Writes   nothing; publishes "c", the header of shared/event.lua, the number of the owner's last event and the payload
  Returns  {"heard", whether somebody listens}
  Replay   told twice
  Cost     O(1)
]]
function F.chunk()
  local id, fence, type, turn, attempt, step, offset, payload = take(), take(), take(), take(), take(), take(), take(), take()
  local known = rc('HMGET', taskKey(id), 'owner', 'agent')
  local owner = known[1]
  if not owner or F.watched(owner) == 0 then
    return {'heard', 0}
  end
  local head = netstring(id) .. netstring(known[2]) .. netstring(fence) .. netstring(int(now)) .. netstring(type) ..
    netstring(turn) .. netstring(attempt) .. netstring(step) .. netstring('offset') .. netstring(offset)
  F.tellNow()
  local n = rc('HGET', key('en:' .. owner), 'n') or '0'
  rc(PUBLISH, key('events:' .. owner), 'c' .. netstring(n) .. netstring(head) .. netstring(payload))
  return {'heard', 1}
end
