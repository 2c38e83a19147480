--[[
  fetch.lua: row 2, lease runnable tasks of one partition to a worker.
  KEYS[1]  {ns:p}:meta        hash
  ARGV     worker id; nonce; lease length in milliseconds; count of wants, for each: agent; version or ""; slots; permits of
           a limited agent, or "".  Last: time, or "" for the server's
  Reads    ring, idle, fair, q, lim, held, t:ID and its j, s, $, x
  Writes   leases, lengths, workers, q, ring, idle, fair, running, t:ID, w:WORKER, counts, e:OWNER, its j and x
  Returns  {"fetched", {task, ...}, {limited agent} where it stopped before that one, else {}}
  Replay   none: a task lost with the reply is found by the heartbeat
  Cost     O(log n) for each task, and its journal
]]
function F.fetch()
  local worker, wish = take(), F.takeWish()
  F.guard({key('leases'), key('lengths'), key('workers'), key('lim')})
  F.renew(worker, wish.length)
  local picked, limited = F.pick(worker, wish)
  return {'fetched', picked, limited}
end
