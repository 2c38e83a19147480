--[[
  shared/budget.lua: what a task and its descendants may spend. t:ID:$ of the root, and of each task with limits of
  its own: l1 to l5 limits (absent: none), s1 to s5 spent, r1 to r5 reserved, R: and task and step one reservation.
  The five: turns, tool calls, input tokens, output tokens, cost in billionths of a dollar.
]]
local LIMITS = {'turns', 'tool_calls', 'input_tokens', 'output_tokens', 'cost'}

-- Takes a step and its amount from the arguments; nil for none.
function F.takeReservation()
  local step = take()
  if step == '' then
    return nil
  end
  return {step = step, num(), num(), num(), num(), num()}
end

local function purses(task)
  return F.netstrings(task.purses or netstring(task.id))
end

local function reservationOf(purse, task, step)
  local text = rc('HGET', purse, 'R:' .. netstring(task.id) .. step)
  local amount = {0, 0, 0, 0, 0}
  if text then
    local i = 0
    for n in string.gmatch(text, '%d+') do
      i = i + 1
      amount[i] = tonumber(n)
    end
  end
  return amount, text
end

-- Why a write does not fit, its settlement counted first; nil when it does.
function F.overBudget(task, reserve, settle)
  if not reserve then
    return nil
  end
  local waiting
  for _, id in ipairs(purses(task)) do
    local purse = taskKey(id, '$')
    local own = reservationOf(purse, task, reserve.step)
    local settled = {0, 0, 0, 0, 0}
    if settle and settle.step ~= reserve.step then
      settled = reservationOf(purse, task, settle.step)
    end
    local exceeded, reservedOut
    for i = 1, 5 do
      local known = rc('HMGET', purse, 'l' .. i, 's' .. i, 'r' .. i)
      local limit = tonumber(known[1])
      if limit then
        local certain = (tonumber(known[2]) or 0) + (settle and settle[i] or 0) + reserve[i]
        local others = math.max(0, (tonumber(known[3]) or 0) - own[i] - settled[i])
        if limit < certain then
          exceeded = exceeded or LIMITS[i]
        elseif limit < certain + others then
          reservedOut = reservedOut or LIMITS[i]
        end
      end
    end
    if exceeded then
      return {'overBudget', exceeded, '0'}
    end
    if reservedOut then
      waiting = waiting or {'overBudget', reservedOut, '1'}
    end
  end
  return waiting
end

local function addTo(purse, part, amount, sign)
  for i = 1, 5 do
    if amount[i] ~= 0 then
      rc('HINCRBY', purse, part .. i, int(sign * amount[i]))
    end
  end
end

local function release(purse, task, step)
  local amount, known = reservationOf(purse, task, step)
  if known then
    addTo(purse, 'r', amount, -1)
    rc('HDEL', purse, 'R:' .. netstring(task.id) .. step)
  end
  return amount
end

local function openSteps(task)
  return F.netstrings(task.steps or '')
end

local function saveSteps(task, steps)
  local names = {}
  for i, step in ipairs(steps) do
    names[i] = netstring(step)
  end
  set(task, 'steps', #names > 0 and table.concat(names) or nil)
end

local function without(steps, name)
  local rest = {}
  for _, step in ipairs(steps) do
    if step ~= name then
      rest[#rest + 1] = step
    end
  end
  return rest
end

function F.spend(task, reserve, settle)
  if not reserve and not settle then
    return
  end
  local steps = openSteps(task)
  for _, id in ipairs(purses(task)) do
    local purse = taskKey(id, '$')
    if settle then
      release(purse, task, settle.step)
      addTo(purse, 's', settle, 1)
    end
    if reserve then
      release(purse, task, reserve.step)
      addTo(purse, 'r', reserve, 1)
      rc('HSET', purse, 'R:' .. netstring(task.id) .. reserve.step,
        int(reserve[1]) .. ' ' .. int(reserve[2]) .. ' ' .. int(reserve[3]) .. ' ' .. int(reserve[4]) .. ' ' ..
        int(reserve[5]))
    end
  end
  if settle then
    steps = without(steps, settle.step)
  end
  if reserve then
    steps = without(steps, reserve.step)
    steps[#steps + 1] = reserve.step
  end
  saveSteps(task, steps)
end

-- Takes what an ended task had reserved as spent.
function F.closeBudget(task)
  local steps = openSteps(task)
  if #steps == 0 then
    return
  end
  for _, id in ipairs(purses(task)) do
    local purse = taskKey(id, '$')
    for _, step in ipairs(steps) do
      addTo(purse, 's', release(purse, task, step), 1)
    end
  end
  saveSteps(task, {})
end

-- Sets the limits that a task is held to: its own, or those of the nearest ancestor. '' is no limit.
function F.limitBudget(task, limits)
  local purse = taskKey(purses(task)[1], '$')
  for i = 1, 5 do
    if limits[i] == '' then
      rc('HDEL', purse, 'l' .. i)
    else
      rc('HSET', purse, 'l' .. i, limits[i])
    end
  end
end
