// The map's geometry: groups by line of business, and where each stands between its chance and its activity.
import type { GroupRow } from "@/app/types";
import { linear, logged } from "./scale";

export interface Line {
  /** null: the roster gave none. */
  line: string | null;
  rows: GroupRow[];
  alive: number;
}

const STATES = ["alive", "forming", "fading", "dormant", "dead", "unknown"];

/** Lines with most groups first, those without a line last; inside by state, the larger first. */
export function byLine(rows: GroupRow[]): Line[] {
  const lines = new Map<string | null, GroupRow[]>();
  for (const row of rows) {
    const there = lines.get(row.line);
    if (there) there.push(row);
    else lines.set(row.line, [row]);
  }
  return [...lines]
    .map(([line, inside]) => ({ line, rows: inside.sort(tileOrder), alive: inside.filter((row) => row.state === "alive").length }))
    .sort((a, b) => Number(a.line === null) - Number(b.line === null) || b.rows.length - a.rows.length);
}

function tileOrder(a: GroupRow, b: GroupRow): number {
  return STATES.indexOf(a.state) - STATES.indexOf(b.state) || (b.members ?? 0) - (a.members ?? 0);
}

/** 1 … 4 by size among all groups: the deeper the tile, the more people. 0: size unknown. */
export function depth(members: number | null): number {
  if (members === null) return 0;
  return members < 20 ? 1 : members < 60 ? 2 : members < 150 ? 3 : 4;
}

export interface Dot {
  row: GroupRow;
  x: number;
  y: number;
  r: number;
}

export interface Plane {
  dots: Dot[];
  x: (p: number) => number;
  y: (rate: number) => number;
  /** Greatest messages a member of the axis. */
  top: number;
  /** Groups without a chance or a size: they have no place. */
  left: number;
}

export const LEAST = 0.02; // messages a member in 28 days: below it a group is as good as silent

export function rate(row: GroupRow): number | null {
  return row.members ? row.messages_28d / row.members : null;
}

/** `width`, `height`: the plot's own, without axes. Dots of the same place are set apart by a fixed jitter. */
export function plane(rows: GroupRow[], width: number, height: number): Plane {
  const placed = rows.filter((row) => row.p !== null && rate(row) !== null);
  const top = 10 ** Math.ceil(Math.log10(Math.max(1, ...placed.map((row) => rate(row) ?? 0))));
  const x = linear([0, 1], [6, width - 6]);
  const y = logged(top, LEAST, [height - 6, 6]);
  const dots = placed.map((row) => {
    const [dx, dy] = jitter(row.id);
    return { row, x: x(row.p ?? 0) + dx, y: y(rate(row) ?? 0) + dy, r: 2.5 + Math.min(9, Math.sqrt(row.members ?? 0) / 2.4) };
  });
  return { dots: dots.sort((a, b) => b.r - a.r), x, y, top, left: rows.length - placed.length };
}

/** The same group always lies on the same spot. */
function jitter(id: string): [number, number] {
  let hash = 7;
  for (let at = 0; at < id.length; at += 1) hash = (hash * 31 + id.charCodeAt(at)) | 0;
  return [((hash & 255) / 255 - 0.5) * 7, (((hash >> 8) & 255) / 255 - 0.5) * 7];
}

export interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export function inside(dots: Dot[], box: Box): string[] {
  const [left, right] = [Math.min(box.x0, box.x1), Math.max(box.x0, box.x1)];
  const [upper, lower] = [Math.min(box.y0, box.y1), Math.max(box.y0, box.y1)];
  return dots.filter((dot) => dot.x >= left && dot.x <= right && dot.y >= upper && dot.y <= lower).map((dot) => dot.row.id);
}

export function nearest(dots: Dot[], x: number, y: number, within = 14): Dot | undefined {
  let best: Dot | undefined;
  let least = within;
  for (const dot of dots) {
    const far = Math.hypot(dot.x - x, dot.y - y) - dot.r * 0.5;
    if (far < least) [best, least] = [dot, far];
  }
  return best;
}

/** Circles as one path: five thousand nodes would make the page slow. */
export function circles(dots: Dot[]): string {
  return dots
    .map(({ x, y, r }) => `M${(x - r).toFixed(1)} ${y.toFixed(1)}a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(2 * r).toFixed(1)} 0a${r.toFixed(1)} ${r.toFixed(1)} 0 1 0 ${(-2 * r).toFixed(1)} 0`)
    .join("");
}
