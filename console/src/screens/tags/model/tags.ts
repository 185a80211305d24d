// What is said of tags as a whole, and which of them are shown. Pure.
import type { TagGroupRow, TagList, TagRow, UnmanagedTag } from "@/app/types";
import { fold } from "@/screens/checkup/model/filter";

export const SHOWS = ["all", "splits", "ruled", "unused", "empty"] as const;
export type Show = (typeof SHOWS)[number];

export interface View {
  q: string;
  show: Show;
}

export function readView(address: URLSearchParams): View {
  return { q: address.get("q") ?? "", show: SHOWS.find((one) => one === address.get("show")) ?? "all" };
}

export function writeView({ q, show }: View): URLSearchParams {
  const address = new URLSearchParams();
  if (q.trim()) address.set("q", q);
  if (show !== "all") address.set("show", show);
  return address;
}

export interface Summary {
  tags: number;
  groups: number;
  /** Tags that tell nobody from anybody. */
  blunt: number;
  unmanaged: number;
  /** Rules that could not run. */
  failed: number;
}

export function summaryOf(list: TagList): Summary {
  const tags = list.groups.flatMap((group) => group.tags);
  return {
    tags: tags.length, groups: list.groups.length, unmanaged: list.unmanaged.length,
    blunt: tags.filter((tag) => tag.figures.splits !== null).length,
    failed: tags.filter((tag) => tag.rule?.failed).length,
  };
}

const SHOWN: Record<Show, (tag: TagRow) => boolean> = {
  all: () => true,
  splits: (tag) => tag.figures.splits !== null,
  ruled: (tag) => tag.rule !== null,
  unused: (tag) => tag.used_by.length === 0,
  empty: (tag) => tag.figures.count === 0,
};

/** Groups with those of their tags that are wanted. A group is kept whole where its own name is what was looked for, and
 * an empty one where nothing is. */
export function shown(groups: TagGroupRow[], { q, show }: View): TagGroupRow[] {
  const wanted = fold(q.trim());
  const said = (text: string) => fold(text).includes(wanted);
  return groups.flatMap((group) => {
    const tags = group.tags.filter((tag) => SHOWN[show](tag) && (said(group.name) || said(tag.name) || said(tag.description)));
    const bare = group.tags.length === 0 && show === "all" && said(group.name);
    return tags.length > 0 || bare ? [{ ...group, tags }] : [];
  });
}

/** Unmanaged tags that are looked for; those without a name are found by their id alone. */
export function strays(list: UnmanagedTag[], { q, show }: View): UnmanagedTag[] {
  const wanted = fold(q.trim());
  if (show !== "all") return [];
  return list.filter((one) => fold(one.code ?? String(one.id)).includes(wanted)).sort((a, b) => b.figures.count - a.figures.count);
}

/** All tags with their groups, to choose one from. */
export function everyTag(list: TagList): { id: number; label: string; tag: TagRow; group: TagGroupRow }[] {
  return list.groups.flatMap((group) => group.tags.map((tag) => ({ id: tag.id, label: `${group.name}/${tag.name}`, tag, group })));
}

export function tagOf(list: TagList, id: number) {
  return everyTag(list).find((one) => one.id === id);
}

/** Days as typed; null: until it is taken off; undefined: no such number. */
export function daysIn(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= 3650 ? days : undefined;
}
