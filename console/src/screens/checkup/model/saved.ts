// Saved views: three that are given, and one's own, kept with the account.
import { type Filters, kept, NO_FILTERS, readView, type View } from "./view";

export interface Saved {
  id: string;
  name: string;
  /** Filters and order, as in the address. */
  query: string;
}

export const OWN_LIMIT = 20;
export const NAME_LIMIT = 40;

const given = (filters: Partial<Filters>) => kept({ ...NO_FILTERS, ...filters, order: null, shape: "table", group: null });

/** Ids of the given ones are locale keys "ui.checkup.view.<id>". */
export const GIVEN: Omit<Saved, "name">[] = [
  { id: "stop", query: given({ advice: ["stop"], decision: ["none"] }) },
  { id: "merge", query: given({ advice: ["merge"], decision: ["none"] }) },
  { id: "mine", query: given({ mine: true }) },
];

/** One's own, from whatever the account holds. */
export function ownViews(value: unknown): Saved[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (one): one is Saved => typeof one?.id === "string" && typeof one.name === "string" && typeof one.query === "string",
  );
}

export function withView(own: Saved[], name: string, view: View, id: string): Saved[] {
  const called = name.trim().slice(0, NAME_LIMIT);
  const others = own.filter((one) => one.name !== called);
  return called ? [...others, { id, name: called, query: kept(view) }].slice(-OWN_LIMIT) : own;
}

/** The view with a saved one's filters; shape and open group stay as they are. */
export function applied(view: View, query: string): View {
  const wanted = readView(new URLSearchParams(query));
  return { ...wanted, shape: view.shape, group: view.group };
}
