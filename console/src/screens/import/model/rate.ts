// How fast bytes go, over the last seconds: the whole average would remember a night that the laptop slept through.
const WINDOW_MS = 8_000;

interface Mark {
  at: number;
  sent: number;
}

/** Marks with a new one; those older than the window go. Bytes that were sent and lost set it back to the start. */
export function marked(marks: readonly Mark[], at: number, sent: number): Mark[] {
  const last = marks.at(-1);
  if (last && sent < last.sent) return [{ at, sent }];
  return [...marks.filter((mark) => at - mark.at <= WINDOW_MS), { at, sent }];
}

/** Bytes a second; null while it can't be known. */
export function rate(marks: readonly Mark[]): number | null {
  const first = marks[0];
  const last = marks.at(-1);
  if (!first || !last || last.at - first.at < 800 || last.sent <= first.sent) return null;
  return ((last.sent - first.sent) * 1000) / (last.at - first.at);
}

export function secondsLeft(left: number, pace: number | null): number | null {
  return pace ? left / pace : null;
}
