// What is told to the reader: shown for a while, and read out by a screen reader.
import { signal } from "./html.js";

const SHOWN_MILLIS = 8000;

export const notice = signal(undefined); // {text, look}
export const spoken = signal("");

let timer;

export function tell(text, look = "completed") {
  notice.value = { text, look };
  clearTimeout(timer);
  timer = setTimeout(() => (notice.value = undefined), SHOWN_MILLIS);
}

export function speak(text) {
  spoken.value = text;
}

export function tellProblem(problem) {
  tell(problem.message, "failed");
}

export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    tell(`${what} copied.`);
  } catch {
    tell(`The browser did not let ${what.toLowerCase()} be copied.`, "failed");
  }
}
