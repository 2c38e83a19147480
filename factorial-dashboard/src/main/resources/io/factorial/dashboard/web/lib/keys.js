// The keyboard: single keys and `g o`-like pairs. Ignored while somebody types; can be switched off.
import { useEffect, useRef } from "./html.js";
import { remembered } from "./store.js";

export const keysOn = remembered("keys", true, [true, false]);

const PAIR_MILLIS = 1500;
const layers = [];
let first = "";
let timer;

// Keys of one component while it is shown; the newest layer that knows a key gets it.
export function useKeys(keys) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    layers.push(current);
    return () => layers.splice(layers.indexOf(current), 1);
  }, []);
}

function typing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName ?? "") && !/^(checkbox|radio|button)$/.test(target.type);
}

function activates(event) {
  return (event.key === "Enter" || event.key === " ") && event.target.closest?.("a, button, summary, input, select, [role=tab]");
}

addEventListener("keydown", (event) => {
  if (!keysOn.peek() || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (typing(event.target) || activates(event) || document.querySelector("dialog[open]")) return;
  const key = event.key === " " ? "Space" : event.key;
  const name = first ? `${first} ${key}` : key;
  clearTimeout(timer);
  first = "";
  const action = find(name) ?? (name !== key ? find(key) : undefined);
  if (action) {
    event.preventDefault();
    action(event);
  } else if (key === "g") {
    first = "g";
    timer = setTimeout(() => (first = ""), PAIR_MILLIS);
  }
});

function find(name) {
  for (let i = layers.length - 1; i >= 0; i--) {
    const action = layers[i].current[name];
    if (action) return action;
  }
  return undefined;
}
