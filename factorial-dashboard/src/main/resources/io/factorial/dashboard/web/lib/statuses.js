// The ten statuses: their words, shapes and colours.

export const STATUSES = {
  QUEUED: { word: "Queued", look: "queued" },
  PROCESSING: { word: "Processing", look: "processing" },
  ACTIVE: { word: "Active", look: "active" },
  BACKOFF: { word: "Backoff", look: "backoff" },
  PENDING_TOOL_RESULTS: { word: "Pending tools", look: "tools" },
  PENDING_CHILD_TASKS: { word: "Pending children", look: "children" },
  PAUSED: { word: "Paused", look: "paused" },
  COMPLETED: { word: "Completed", look: "completed" },
  FAILED: { word: "Failed", look: "failed" },
  CANCELLED: { word: "Cancelled", look: "cancelled" },
};

export const OVER = ["COMPLETED", "FAILED", "CANCELLED"];
export const UNDER_WAY = Object.keys(STATUSES).filter((status) => !OVER.includes(status));

export function isOver(status) {
  return OVER.includes(status);
}

// Tinted where somebody may have to act; a delayed task is no failure.
export function isLoud(status, attempt = 0) {
  return ["PAUSED", "PENDING_TOOL_RESULTS", "FAILED"].includes(status) || (status === "BACKOFF" && attempt > 0);
}

export function mayRetry(status) {
  return status === "FAILED";
}
