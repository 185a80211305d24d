// What the list shows, as the address says it: what is looked for, by which filters, in which order. Pure.
import type { Sort } from "./columns";

/** Filters of one value; of `tag` there may be several, any of which is enough. */
export const SINGLE = ["stage", "tier", "owner", "source", "group", "segment"] as const;
export type SingleName = (typeof SINGLE)[number];
/** In the order in which they stand. */
export const FILTERS = ["stage", "tier", "tag", "owner", "source", "segment", "group"] as const;
export type FilterName = (typeof FILTERS)[number];

export interface View extends Record<SingleName, string | null> {
  q: string;
  tag: string[];
  sort: Sort;
}

export const SORTS: Sort[] = ["since", "spend", "last_order", "last_message", "name"];
export const NO_FILTERS: View = {
  q: "", stage: null, tier: null, owner: null, source: null, group: null, segment: null, tag: [], sort: "since",
};

export function readView(address: URLSearchParams): View {
  const view: View = {
    ...NO_FILTERS,
    q: address.get("q") ?? "",
    tag: [...new Set(address.getAll("tag"))].filter(isId),
    sort: SORTS.find((one) => one === address.get("sort")) ?? "since",
  };
  for (const name of SINGLE) view[name] = address.get(name) || null;
  for (const name of ["tier", "owner", "segment"] as const) if (!isId(view[name])) view[name] = null;
  return view;
}

/** The address of a view; what is preset is left out, so that a bare address is the whole list. */
export function writeView(view: View): URLSearchParams {
  const address = new URLSearchParams();
  if (view.q.trim()) address.set("q", view.q);
  for (const name of SINGLE) {
    const value = view[name];
    if (value) address.set(name, value);
  }
  for (const tag of view.tag) address.append("tag", tag);
  if (view.sort !== "since") address.set("sort", view.sort);
  return address;
}

export function filtered(view: View): boolean {
  return view.q.trim() !== "" || chosenOf(view).length > 0;
}

/** Every filter that is on, value by value. */
export function chosenOf(view: View): { name: FilterName; value: string }[] {
  return FILTERS.flatMap((name) => valuesOf(view, name).map((value) => ({ name, value })));
}

export function valuesOf(view: View, name: FilterName): string[] {
  if (name === "tag") return view.tag;
  const value = view[name];
  return value === null ? [] : [value];
}

/** The change that sets a filter to these values; of a single one the last counts. */
export function withValues(name: FilterName, values: string[]): Partial<View> {
  return name === "tag" ? { tag: values } : { [name]: values.at(-1) ?? null };
}

// An id beyond what a number holds would ask for somebody else.
function isId(text: string | null): boolean {
  return text !== null && /^[0-9]{1,16}$/.test(text) && Number.isSafeInteger(Number(text));
}
