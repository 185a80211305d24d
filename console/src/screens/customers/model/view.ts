// What the list shows, as the address says it: what is looked for, by which filters, in which order. Pure.
import type { Sort } from "./columns";

/** Filters of one value; of `tag` there may be several, any of which is enough. */
export const SINGLE = ["stage", "tier", "owner", "source", "group", "segment", "flow"] as const;
export type SingleName = (typeof SINGLE)[number];
/** In the order in which they stand. */
export const FILTERS = ["stage", "tier", "tag", "owner", "source", "segment", "group"] as const;
/** What is filtered by: these, and a number of another screen whose people are looked at. */
const SHOWN = [...FILTERS, "flow"] as const;
export type FilterName = (typeof SHOWN)[number];

export interface View extends Record<SingleName, string | null> {
  q: string;
  tag: string[];
  sort: Sort;
}

export const SORTS: Sort[] = ["since", "spend", "last_order", "last_message", "name"];
export const NO_FILTERS: View = {
  q: "", stage: null, tier: null, owner: null, source: null, group: null, segment: null, flow: null, tag: [], sort: "since",
};

export function readView(address: URLSearchParams): View {
  const view: View = {
    ...NO_FILTERS,
    q: address.get("q") ?? "",
    tag: [...new Set(address.getAll("tag"))].filter(isId),
    sort: SORTS.find((one) => one === address.get("sort")) ?? "since",
  };
  for (const name of SINGLE) view[name] = address.get(name) || null;
  if (!flowOf(view.flow)) view.flow = null;
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
  return SHOWN.flatMap((name) => valuesOf(view, name).map((value) => ({ name, value })));
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

/** Who went from a stage to another: between the ends of two days, or (`moves`) at some time in between. */
export interface Flow {
  moves: boolean;
  first: string;
  last: string;
  from: string | null;
  to: string;
}

/** As an address and the API have it. */
export const flowText = ({ moves, first, last, from, to }: Flow): string => [moves ? "moves" : "flows", first, last, from ?? "new", to].join("~");

export function flowOf(text: string | null): Flow | null {
  const [, what, first, last, from, to] = /^(flows|moves)~(\d{4}-\d\d-\d\d)~(\d{4}-\d\d-\d\d)~([a-z_]+)~([a-z_]+)$/.exec(text ?? "") ?? [];
  return what && first && last && from && to ? { moves: what === "moves", first, last, from: from === "new" ? null : from, to } : null;
}

// An id beyond what a number holds would ask for somebody else.
function isId(text: string | null): boolean {
  return text !== null && /^[0-9]{1,16}$/.test(text) && Number.isSafeInteger(Number(text));
}
