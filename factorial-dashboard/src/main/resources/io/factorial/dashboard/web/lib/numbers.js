// Numbers as people read them: grouped, with a unit and a thin gap before it, one precision per column.

export const GAP = "\u202f";
export const NOTHING = "–";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function count(n) {
  return whole.format(n);
}

export function plural(n, one, many = one + "s") {
  return `${count(n)} ${n === 1 ? one : many}`;
}

// 812, 12.7 k, 6.1 M
export function short(n) {
  if (n < 1000) return count(Math.round(n));
  if (n < 999_950) return (n / 1000).toFixed(n < 99_950 ? 1 : 0) + GAP + "k";
  if (n < 999_950_000) return (n / 1e6).toFixed(1) + GAP + "M";
  return (n / 1e9).toFixed(1) + GAP + "G";
}

export function decimal(n, digits) {
  return Number(n).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function percent(share, digits = 1) {
  return decimal(share * 100, digits) + GAP + "%";
}

// 0.4 s, 58.4 s, 1 m 02 s, 2 h 14 m, 2 d 4 h
export function duration(seconds, digits = 1) {
  const s = Math.max(0, seconds);
  if (s < 59.95) return (digits ? s.toFixed(digits) : String(Math.floor(s))) + GAP + "s";
  const all = digits ? Math.round(s) : Math.floor(s);
  if (all < 3600) return pair(Math.floor(all / 60), "m", all % 60, "s");
  if (all < 86_400) return pair(Math.floor(all / 3600), "h", Math.floor((all % 3600) / 60), "m");
  const days = Math.floor(all / 86_400);
  return `${days}${GAP}d ${Math.floor((all % 86_400) / 3600)}${GAP}h`;
}

function pair(big, bigUnit, small, smallUnit) {
  return `${big}${GAP}${bigUnit} ${String(small).padStart(2, "0")}${GAP}${smallUnit}`;
}

// The same with one unit, for what is left or long ago: 47 m, 21 h
export function about(seconds) {
  const s = Math.max(0, seconds);
  if (s < 60) return Math.floor(s) + GAP + "s";
  if (s < 3600) return Math.floor(s / 60) + GAP + "m";
  if (s < 86_400) return Math.floor(s / 3600) + GAP + "h";
  return Math.floor(s / 86_400) + GAP + "d";
}

export function usd(amount, digits = 3) {
  return decimal(amount, digits);
}

// The smallest pleasant number that `parts` steps of a pleasant size reach: an axis ends there.
export function ceiling(value, parts) {
  if (!(value > 0)) return parts;
  const step = value / parts;
  const size = 10 ** Math.floor(Math.log10(step));
  const pleasant = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((n) => n * size >= step * 0.9999);
  return Number((pleasant * size * parts).toPrecision(6));
}
