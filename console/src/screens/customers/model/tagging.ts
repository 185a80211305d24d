// Which of the chosen customers a change of tags concerns, so that an undo takes back that and nothing else. Pure.
import type { CustomerRow } from "@/app/types";

type Tagged = Pick<CustomerRow, "id" | "tags">;

/** "group/name" as people type it: spaces around go, the full-width slash is one. Undefined: not both halves. */
export function tagName(text: string): string | undefined {
  const [group = "", ...rest] = text.replaceAll("／", "/").split("/");
  const name = rest.join("/").trim();
  return group.trim() && name ? `${group.trim()}/${name}` : undefined;
}

/** Those who don't bear it yet. */
export function lacking(rows: Tagged[], name: string): string[] {
  return rows.filter((row) => !row.tags.some((tag) => tag.name === name)).map((row) => row.id);
}

/** Those who bear it. `tag`: its name, or the id of one without a name. */
export function bearing(rows: Tagged[], tag: string): string[] {
  return rows.filter((row) => row.tags.some((one) => called(one) === tag)).map((row) => row.id);
}

export interface Borne {
  /** What the API takes: "group/name", or the id where there is no name. */
  tag: string;
  name: string | null;
  count: number;
}

/** The tags of some customers with how many bear each, most first. */
export function borne(rows: Tagged[]): Borne[] {
  const found = new Map<string, Borne>();
  for (const row of rows) {
    for (const one of row.tags) {
      const before = found.get(called(one)) ?? { tag: called(one), name: one.name, count: 0 };
      found.set(called(one), { ...before, count: before.count + 1 });
    }
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.name ?? a.tag).localeCompare(b.name ?? b.tag));
}

const PAD = 20; // of a chip, with its gap
const WIDEST = 134;

/** About how wide a chip is: Chinese characters are twice as wide as Latin ones. */
function width(text: string): number {
  const letters = [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 12 : 7), 0);
  return Math.min(WIDEST, letters + PAD);
}

/** How many of these names stand side by side in `room` pixels, with a number for the rest; one at least. */
export function fits(names: string[], room: number): number {
  let used = 0;
  const full = names.findIndex((name, at) => {
    used += width(name);
    return used > (at === names.length - 1 ? room : room - 26);
  });
  return full < 0 ? names.length : Math.max(1, full);
}

export const called = (tag: { id: string; name: string | null }): string => tag.name ?? tag.id;
