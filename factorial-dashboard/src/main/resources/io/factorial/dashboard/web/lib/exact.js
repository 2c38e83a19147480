// JSON whose numbers keep their digits: 179.80 stays 179.80, and an id of twenty digits is not rounded.
// Browsers that cannot do that yet read plain JSON.

const able = typeof JSON.rawJSON === "function";

export function parseExact(text) {
  return able ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

function keepDigits(key, value, context) {
  return typeof value === "number" && context?.source !== undefined && String(value) !== context.source
    ? JSON.rawJSON(context.source)
    : value;
}

export function isRaw(value) {
  return able && JSON.isRawJSON(value);
}

// A value as one reads it: two spaces, a line per field.
export function pretty(value) {
  return JSON.stringify(value, null, 2) ?? "";
}

// Text that is JSON gets its lines; other text stays as it is.
export function prettyText(text) {
  const start = text.trimStart()[0];
  if (start !== "{" && start !== "[") return text;
  try {
    return pretty(parseExact(text));
  } catch {
    return text;
  }
}

// A call's arguments in one line, without names where there are few: A-20417, "HS-400", 2
export function glance(value) {
  if (value === null || typeof value !== "object" || isRaw(value)) return inline(value);
  const values = Object.values(value);
  return values.map(inline).join(", ");
}

function inline(value) {
  return JSON.stringify(value) ?? "";
}
