--[[
  register.lua: make an agent known in one partition.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     agent; TTLs, recoveries and timeline as numbers with commas; the card as the adapter wrote it.  Last: time, or ""
  Reads    nothing
  Writes   a:AGENT, agents
  Returns  {"registered"}
  Replay   natural
  Cost     O(1)
]]
function F.register()
  local agent, keep, card = take(), take(), take()
  F.guard({key('a:' .. agent), key('agents')})
  rc('HSET', key('a:' .. agent), 'keep', keep, 'card', card)
  rc('SADD', key('agents'), agent)
  return {'registered'}
end
