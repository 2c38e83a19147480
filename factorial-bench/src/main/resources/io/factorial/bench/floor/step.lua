--[[
  step.lua: what a write of a turn writes at least: the lease compared, entries, the task's hash, events, counters.
  KEYS  the task, its journal, the owner's events, counters
  ARGV  fence; nonce; operation; length; usage; state or ""; number of entries; number of event fields; number of
        counter fields; entries ...; event fields ...; counters ...
]]
local stored = redis.call('HMGET', KEYS[1], 'fence', 'nonce', 'lastop', 'status')
if stored[1] ~= ARGV[1] or stored[2] ~= ARGV[2] then
  return 'stale'
end
local entries, events = tonumber(ARGV[7]), tonumber(ARGV[8])
local first = 10
redis.call('RPUSH', KEYS[2], unpack(ARGV, first, first + entries - 1))
first = first + entries
redis.call('HSET', KEYS[1], 'lastop', ARGV[3], 'length', ARGV[4], 'usage', ARGV[5])
if ARGV[6] ~= '' then
  redis.call('SET', KEYS[1] .. ':s', ARGV[6])
end
if events > 0 then
  redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', unpack(ARGV, first, first + events - 1))
  first = first + events
end
for i = first, #ARGV, 2 do
  redis.call('HINCRBY', KEYS[4], ARGV[i], ARGV[i + 1])
end
return 'written'
