// Task ids as one reads them in a list.

const SHOWN = 10;

// 3-9fK2mQ1x; a child keeps what tells it from its brothers: 3-9fK2mQ1x.1.0.2
export function shortId(id) {
  const dot = id.indexOf(".");
  return dot < 0 ? id.slice(0, SHOWN) : id.slice(0, Math.min(SHOWN, dot)) + id.slice(dot);
}

// w-dM38Q7vIq0Q…
export function shortWorker(id, longest = 14) {
  return id.length <= longest ? id : id.slice(0, longest - 1) + "…";
}

export function looksLikeId(text) {
  return /^\d+-[0-9A-Za-z]{6,}(\.\d+)*$/.test(text);
}
