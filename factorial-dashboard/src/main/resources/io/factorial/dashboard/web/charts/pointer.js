// Which bucket of a chart the pointer is over.
import { useState } from "../lib/html.js";

export function usePointer(buckets) {
  const [at, setAt] = useState(undefined);
  const onPointerMove = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor(((event.clientX - box.left) / box.width) * buckets);
    setAt(index >= 0 && index < buckets ? index : undefined);
  };
  return { at: at < buckets ? at : undefined, on: { onPointerMove, onPointerLeave: () => setAt(undefined) } };
}
