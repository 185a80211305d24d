// The chosen rows. A new set each time, so that React sees a change.
export type Selection = ReadonlySet<string>;

export const EMPTY: Selection = new Set();

export function flipped(chosen: Selection, id: string): Selection {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** Everything between the row last pressed and this one, added. */
export function ranged(chosen: Selection, ids: string[], anchor: string | null, id: string): Selection {
  const from = anchor === null ? -1 : ids.indexOf(anchor);
  const to = ids.indexOf(id);
  if (from < 0 || to < 0) return flipped(chosen, id);
  return new Set([...chosen, ...ids.slice(Math.min(from, to), Math.max(from, to) + 1)]);
}

/** All, or none when all are chosen already. Rows that the filter hides keep their choice out of it. */
export function allOrNone(chosen: Selection, ids: string[]): Selection {
  return ids.length > 0 && ids.every((id) => chosen.has(id)) ? EMPTY : new Set(ids);
}

/** Without the rows that are no longer shown: an act must never touch what cannot be seen. */
export function within(chosen: Selection, ids: string[]): Selection {
  const shown = new Set(ids);
  const still = [...chosen].filter((id) => shown.has(id));
  return still.length === chosen.size ? chosen : new Set(still);
}
