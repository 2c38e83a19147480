// Where a moment stands in the waterfall. Idle time much longer than the work is folded into a narrow band,
// so that twelve minutes of waiting do not flatten half a minute of work.

const FOLD_PERCENT = 8;
const MOST_FOLDED_PERCENT = 48;
const IDLE_TIMES_BUSY = 5;
const SHORTEST_FOLD_MILLIS = 2000;
// What stays unfolded on both sides of a band, as a share of the busy time: a wait is seen to begin and to end.
const LEAD_BEFORE = 0.12;
const LEAD_AFTER = 0.3;
const END_PERCENT = 99.6;
const TICKS = 5;
const TICK_MILLIS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000];
const CLOSEST_PERCENT = 9;

// {x(millis), folds: [{x, width, millis}], ticks: [{x, millis}]}; millis of a tick count from the start.
export function timeline(steps, from, to) {
  const end = Math.max(to, from + 1);
  const busy = union(steps.filter(works).map((step) => [Date.parse(step.started_at), step.ended_at ? Date.parse(step.ended_at) : end]));
  const worked = Math.max(1, busy.reduce((sum, [a, b]) => sum + b - a, 0));
  const segments = cut(busy, from, end, worked);
  place(segments);
  const x = (at) => position(segments, at);
  return { x, folds: segments.filter((each) => each.folded).map((each) => ({ x: each.x, width: each.width, millis: each.to - each.from })), ticks: ticks(segments, from, end, x) };
}

// Waiting is no work, and neither is a place in the queue.
function works(step) {
  return step.kind !== "queue" && step.kind !== "wait" && step.state !== "waiting";
}

function union(intervals) {
  const sorted = intervals.filter(([a, b]) => b >= a).sort((one, other) => one[0] - other[0]);
  const joined = [];
  for (const [a, b] of sorted) {
    const last = joined.at(-1);
    if (last && a <= last[1]) last[1] = Math.max(last[1], b);
    else joined.push([a, b]);
  }
  return joined;
}

function cut(busy, from, end, worked) {
  const segments = [];
  let at = from;
  const straight = (to) => {
    if (to > at) segments.push({ from: at, to, folded: false });
    at = Math.max(at, to);
  };
  for (const [a, b] of [...busy, [end, end]]) {
    const idle = a - at;
    if (idle > Math.max(SHORTEST_FOLD_MILLIS, worked * IDLE_TIMES_BUSY)) {
      straight(at + worked * LEAD_BEFORE);
      segments.push({ from: at, to: a - worked * LEAD_AFTER, folded: true });
      at = a - worked * LEAD_AFTER;
    }
    straight(Math.min(end, Math.max(a, b)));
  }
  return segments;
}

function place(segments) {
  const folds = segments.filter((each) => each.folded).length;
  const band = folds ? Math.min(FOLD_PERCENT, MOST_FOLDED_PERCENT / folds) : 0;
  const straight = segments.reduce((sum, each) => sum + (each.folded ? 0 : each.to - each.from), 0);
  const scale = (END_PERCENT - folds * band) / Math.max(1, straight);
  let x = 0;
  for (const each of segments) {
    each.x = x;
    each.width = each.folded ? band : (each.to - each.from) * scale;
    x += each.width;
  }
}

function position(segments, at) {
  for (const each of segments) {
    if (at <= each.to) return each.x + (Math.max(0, at - each.from) / (each.to - each.from)) * each.width;
  }
  return END_PERCENT;
}

function ticks(segments, from, end, x) {
  const straight = segments.reduce((sum, each) => sum + (each.folded ? 0 : each.to - each.from), 0);
  const step = TICK_MILLIS.find((each) => straight / each <= TICKS) ?? Math.ceil(straight / TICKS / 86_400_000) * 86_400_000;
  const all = [];
  for (const segment of segments) {
    if (segment.folded) continue;
    const first = Math.ceil((segment.from - from) / step) * step;
    for (let millis = first; from + millis <= segment.to; millis += step) {
      const at = x(from + millis);
      const free = all.length === 0 || at - all.at(-1).x >= CLOSEST_PERCENT;
      if (free && at < END_PERCENT - CLOSEST_PERCENT) all.push({ x: at, millis });
    }
  }
  return all;
}
