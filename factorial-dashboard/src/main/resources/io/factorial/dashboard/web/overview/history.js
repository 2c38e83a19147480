// How the numbers of the moment went while this page was open: a ring of the last values, never more.
import { useRef } from "../lib/html.js";

const POINTS = 60;

export function useHistory(overview) {
  const ring = useRef({ at: undefined, queued: [], processing: [] });
  const points = ring.current;
  if (overview && overview.now !== points.at) {
    points.at = overview.now;
    push(points.queued, overview.counts.QUEUED);
    push(points.processing, overview.counts.PROCESSING);
  }
  return points;
}

function push(values, value) {
  values.push(value);
  if (values.length > POINTS) values.shift();
}
