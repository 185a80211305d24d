import { describe, expect, it } from "vitest";
import { formerly, kinds, loads, nextAfter, openOf, sections, type Task } from "./tasks";
import { readView, writeView } from "./view";

let last = 0;
function task(more: Partial<Task>): Task {
  last += 1;
  return {
    id: last, kind: "stop_group", params: {}, subject_kind: "group", subject_id: "w:1", subject_name: "A", owner_staff_id: null, owner_name: null,
    assignee_id: null, assignee_name: null, mine: false, due_at: 0, overdue: false, harm: 0, state: "open",
    snoozed_until: null, why: { code: "overdue", params: {} }, source: "advice", created_at: 0, done_at: null, done_by_name: null,
    result: null, ...more,
  };
}
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const ids = (tasks: Task[]) => tasks.map((one) => one.id);

describe("sections", () => {
  it("keep the server's order, and put today by the calendar", () => {
    const late = task({ overdue: true });
    const today = task({ due_at: Date.parse("2026-11-22T23:59:59Z") });
    const tomorrow = task({ due_at: Date.parse("2026-11-23T00:00:00Z") });
    const found = sections([late, today, tomorrow], "2026-11-22", dayOf);
    expect([ids(found.overdue), ids(found.now), ids(found.later)]).toEqual([[late.id], [today.id], [tomorrow.id]]);
  });
});

describe("counts", () => {
  const all = [
    task({ assignee_id: 2, assignee_name: "Mia", overdue: true }), task({ assignee_id: 2, assignee_name: "Mia" }),
    task({ owner_name: "阿泽", kind: "revive_group" }), task({}),
  ];

  it("by kind, the most first", () => expect(kinds(all)).toEqual([{ key: "stop_group", n: 3 }, { key: "revive_group", n: 1 }]));

  it("by person, with those that nobody has", () => {
    expect(loads(all)).toEqual([
      { name: "Mia", n: 2, overdue: 1 }, { name: "阿泽", n: 1, overdue: 0 }, { name: null, n: 1, overdue: 0 },
    ]);
    expect([...openOf(all)]).toEqual([[2, 2]]);
  });

  it("give back to each what was theirs, or not at all", () => {
    const [one, two] = all as [Task, Task];
    const other = task({ assignee_id: 3 });
    expect([...(formerly([one, other, two]) ?? [])]).toEqual([[2, [one.id, two.id]], [3, [other.id]]]);
    expect(formerly(all)).toBeNull();
  });
});

describe("the row that follows", () => {
  it("is the one below, at the end the one above", () => {
    expect(nextAfter([1, 2, 3], new Set([2]), 2)).toBe(3);
    expect(nextAfter([1, 2, 3], new Set([3]), 3)).toBe(2);
    expect(nextAfter([1, 2, 3], new Set([2]), 1)).toBe(1);
    expect(nextAfter([1], new Set([1]), 1)).toBeNull();
  });
});

describe("the address", () => {
  it("comes back as it was written", () => {
    const view = { tab: "done", mine: true, kind: "stop_group", task: 7 } as const;
    expect(readView(writeView(view))).toEqual(view);
    expect(writeView(readView(new URLSearchParams())).toString()).toBe("");
  });

  it("survives nonsense", () => {
    expect(readView(new URLSearchParams("show=gone&task=x"))).toEqual({ tab: "open", mine: false, kind: null, task: null });
  });
});
