// What the screen shows, as the address says it: filters, order, shape, the group that is open. Pure.
export const LISTS = ["state", "advice", "line", "owner", "decision"] as const;
export type ListName = (typeof LISTS)[number];

export interface Order {
  by: string;
  down: boolean;
}

export interface Filters extends Record<ListName, string[]> {
  q: string;
  /** Only groups that I run. */
  mine: boolean;
}

export interface View extends Filters {
  order: Order | null;
  shape: "table" | "map";
  /** The group in the drawer. */
  group: string | null;
}

/** Stands for "none" in a filter: no line, no owner, no decision. */
export const NOTHING = "none";

export const NO_FILTERS: Filters = { q: "", mine: false, state: [], advice: [], line: [], owner: [], decision: [] };

export function readView(address: URLSearchParams): View {
  const [by = "", way = ""] = (address.get("sort") ?? "").split(":");
  const view: View = {
    ...NO_FILTERS,
    q: address.get("q") ?? "",
    mine: address.get("mine") === "1",
    order: by ? { by, down: way === "down" } : null,
    shape: address.get("view") === "map" ? "map" : "table",
    group: address.get("group"),
  };
  for (const name of LISTS) view[name] = [...new Set(address.getAll(name))];
  return view;
}

/** The address of a view; what is preset is left out, so that a bare address is the whole list. */
export function writeView(view: View): URLSearchParams {
  const address = new URLSearchParams();
  if (view.q.trim()) address.set("q", view.q);
  if (view.mine) address.set("mine", "1");
  for (const name of LISTS) for (const value of view[name]) address.append(name, value);
  if (view.order) address.set("sort", `${view.order.by}:${view.order.down ? "down" : "up"}`);
  if (view.shape === "map") address.set("view", "map");
  if (view.group) address.set("group", view.group);
  return address;
}

export function filtered(view: Filters): boolean {
  return view.q.trim() !== "" || view.mine || LISTS.some((name) => view[name].length > 0);
}

/** The part of a view that a saved view keeps: filters and order, not which group is open. */
export function kept(view: View): string {
  const address = writeView({ ...view, shape: "table", group: null });
  address.sort();
  return address.toString();
}

export function toggled(list: string[], value: string): string[] {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
}
