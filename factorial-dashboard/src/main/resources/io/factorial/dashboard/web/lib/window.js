// Long lists show only the rows near the screen; the rest is two empty spaces of the right height.
import { useEffect, useState } from "./html.js";

const FROM_ROWS = 500;
const MARGIN_ROWS = 40;
const STEP_ROWS = 20;

export function useWindow(element, rows, rowHeight) {
  const [range, setRange] = useState({ from: 0, to: FROM_ROWS });
  useEffect(() => {
    if (rows <= FROM_ROWS) return undefined;
    const measure = () => {
      if (!element.current) return;
      const top = -element.current.getBoundingClientRect().top;
      const first = Math.max(0, Math.floor(top / rowHeight) - MARGIN_ROWS);
      const from = Math.min(rows, first - (first % STEP_ROWS));
      const to = Math.min(rows, from + Math.ceil(innerHeight / rowHeight) + 2 * MARGIN_ROWS + STEP_ROWS);
      setRange((was) => (was.from === from && was.to === to ? was : { from, to }));
    };
    measure();
    addEventListener("scroll", measure, { passive: true });
    addEventListener("resize", measure);
    return () => {
      removeEventListener("scroll", measure);
      removeEventListener("resize", measure);
    };
  }, [rows, rowHeight]);
  return rows <= FROM_ROWS ? { from: 0, to: rows } : { from: Math.min(range.from, rows), to: Math.min(range.to, rows) };
}
