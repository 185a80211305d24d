// Tasks in sections, by kind, by person. Pure.
import type { TaskView } from "@/app/types";

export type TaskState = TaskView["state"];
export type Task = TaskView;
export const SECTIONS = ["overdue", "now", "later"] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Where a task stands: the server says what is overdue, the brand's calendar what is due today. */
export function sectionOf(task: Pick<Task, "overdue" | "due_at">, today: string, dayOf: (at: number) => string): SectionName {
  if (task.overdue) return "overdue";
  return dayOf(task.due_at) <= today ? "now" : "later";
}

/** In the server's order, which is by the harm of being late. */
export function sections(tasks: Task[], today: string, dayOf: (at: number) => string): Record<SectionName, Task[]> {
  const found: Record<SectionName, Task[]> = { overdue: [], now: [], later: [] };
  for (const task of tasks) found[sectionOf(task, today, dayOf)].push(task);
  return found;
}

export interface Counted<T> {
  key: T;
  n: number;
}

/** Kinds with how many there are, the most first. */
export function kinds(tasks: Task[]): Counted<string>[] {
  return counted(tasks.map((task) => task.kind));
}

export function counted<T>(keys: T[]): Counted<T>[] {
  const found = new Map<T, number>();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return [...found].map(([key, n]) => ({ key, n })).sort((a, b) => b.n - a.n);
}

export interface Load {
  name: string | null;
  n: number;
  overdue: number;
}

/** Who has how much open: by whoever has it, else by whose group it is; null: nobody's. The most first. */
export function loads(tasks: Task[]): Load[] {
  const found = new Map<string | null, Load>();
  for (const task of tasks) {
    const name = task.assignee_name ?? task.owner_name;
    const load = found.get(name) ?? { name, n: 0, overdue: 0 };
    found.set(name, { name, n: load.n + 1, overdue: load.overdue + (task.overdue ? 1 : 0) });
  }
  return [...found.values()].sort((a, b) => b.n - a.n || b.overdue - a.overdue);
}

/** How many open tasks each account has. */
export function openOf(tasks: Task[]): Map<number, number> {
  const own = tasks.flatMap((task) => (task.assignee_id === null ? [] : [task.assignee_id]));
  return new Map(counted(own).map(({ key, n }) => [key, n]));
}

/** Those who had these tasks, to give them back; null when one of them was nobody's: that can't be taken back. */
export function formerly(tasks: Task[]): Map<number, number[]> | null {
  const found = new Map<number, number[]>();
  for (const task of tasks) {
    if (task.assignee_id === null) return null;
    found.set(task.assignee_id, [...(found.get(task.assignee_id) ?? []), task.id]);
  }
  return found;
}

/** Who is next when these are gone: the one after the last of them, else the one before the first. */
export function nextAfter(order: number[], gone: ReadonlySet<number>, active: number | null): number | null {
  if (active !== null && !gone.has(active)) return active;
  const at = active === null ? 0 : order.indexOf(active);
  return order.slice(at).find((id) => !gone.has(id)) ?? order.slice(0, Math.max(0, at)).findLast((id) => !gone.has(id)) ?? null;
}
