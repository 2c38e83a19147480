// What this browser remembers for its reader. Works without storage too, then until the page is left.
import { effect, signal } from "./html.js";

const PREFIX = "factorial.";

export function remembered(name, initial, allowed) {
  const value = signal(read(name, initial, allowed));
  effect(() => write(name, value.value));
  return value;
}

function read(name, initial, allowed) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    const value = text === null ? initial : JSON.parse(text);
    return !allowed || allowed.includes(value) ? value : initial;
  } catch {
    return initial;
  }
}

function write(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page works on, the choice is forgotten.
  }
}
