--[[
  end.lua: what the end of a task writes besides its last step: status, output, indexes, expiry.
  KEYS  the task, its journal, the owner's events, counters, the worker's index, the index of ended tasks
  ARGV  as step.lua, after: task; output
]]
local task, output = table.remove(ARGV, 1), table.remove(ARGV, 1)
local stored = redis.call('HMGET', KEYS[1], 'fence', 'nonce', 'lastop', 'status')
if stored[1] ~= ARGV[1] or stored[2] ~= ARGV[2] then
  return 'stale'
end
local entries, events = tonumber(ARGV[7]), tonumber(ARGV[8])
local first = 10
redis.call('RPUSH', KEYS[2], unpack(ARGV, first, first + entries - 1))
redis.call('RPUSH', KEYS[2], output)
first = first + entries
redis.call('HSET', KEYS[1], 'lastop', ARGV[3], 'length', ARGV[4], 'usage', ARGV[5], 'status', 'COMPLETED', 'nonce', '')
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', unpack(ARGV, first, first + events - 1))
first = first + events
for i = first, #ARGV, 2 do
  redis.call('HINCRBY', KEYS[4], ARGV[i], ARGV[i + 1])
end
redis.call('ZREM', KEYS[5], task)
redis.call('ZADD', KEYS[6], ARGV[1], task)
redis.call('PEXPIRE', KEYS[1], 3600000)
redis.call('PEXPIRE', KEYS[2], 3600000)
return 'ended'
