--[[
  pickup.lua: what a pick-up writes and reads at least: the lease, the worker's index, one event, the journal.
  KEYS  the task, its journal, the owner's events, the line, the worker's index
  ARGV  task; fence; nonce; header of the event; payload of the event
]]
redis.call('HSET', KEYS[1], 'status', 'PROCESSING', 'fence', ARGV[2], 'nonce', ARGV[3], 'worker', 'floor')
redis.call('ZREM', KEYS[4], ARGV[1])
redis.call('ZADD', KEYS[5], ARGV[2], ARGV[1])
redis.call('XADD', KEYS[3], 'MAXLEN', '~', 10000, '*', ARGV[4], ARGV[5])
return redis.call('LRANGE', KEYS[2], 0, -1)
