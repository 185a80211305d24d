// What the list shows, as the address says it. Pure.
import type { TaskState } from "./tasks";

export type Tab = Extract<TaskState, "open" | "snoozed" | "done">;

export interface View {
  tab: Tab;
  mine: boolean;
  kind: string | null;
  /** The task whose details are open. */
  task: number | null;
}

const TABS: Tab[] = ["open", "snoozed", "done"];

export function readView(address: URLSearchParams): View {
  const tab = TABS.find((one) => one === address.get("show")) ?? "open";
  const task = Number(address.get("task"));
  return { tab, mine: address.get("mine") === "1", kind: address.get("kind"), task: task > 0 ? task : null };
}

/** What is preset is left out: a bare address is the whole list. */
export function writeView(view: View): URLSearchParams {
  const address = new URLSearchParams();
  if (view.tab !== "open") address.set("show", view.tab);
  if (view.mine) address.set("mine", "1");
  if (view.kind) address.set("kind", view.kind);
  if (view.task) address.set("task", String(view.task));
  return address;
}
