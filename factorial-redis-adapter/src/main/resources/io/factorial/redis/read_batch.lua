--[[
  read_batch.lua: read a batch.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     id.  Last: time, or "" for the server's
  Reads    b:BATCH, its k
  Writes   nothing
  Returns  {"batch", fields, {id, ...}} | {"unknown"}
  Replay   natural
  Cost     O(members)
]]
function F.read_batch()
  local batch = key('b:' .. take())
  local known = rc('HMGET', batch, 'total', 'open', 'expires')
  if not known[1] or (tonumber(known[2]) <= 0 and known[3] and tonumber(known[3]) <= now) then
    return {'unknown'}
  end
  return {'batch', rc('HGETALL', batch), rc('ZRANGE', batch .. ':k', 0, -1)}
end
