// What people do with tasks: one call, told in a toast with its undo. Refusals are told too: two people press at once.
import { useRef, useState } from "react";
import { sentence } from "@/app/problem";
import { useSession } from "@/app/session";
import type { TaskBatch, TaskOutcome } from "@/app/types";
import { t } from "@/i18n";
import { instant } from "@/i18n/format";
import { toast } from "@/ui";
import { actOn } from "../data";
import { formerly, type Task } from "../model/tasks";
import { refusal, title } from "../words";

export type Asked = "snooze" | "hand_over" | "result";
export interface Ask {
  about: Asked;
  tasks: Task[];
}

type Change = Pick<TaskBatch, "act"> & Partial<Omit<TaskBatch, "ids" | "act">>;
const TOLD = 3; // refusals that are told in words

export function useActs(after: (changed: number[], act: TaskBatch["act"]) => void) {
  const [ask, setAsk] = useState<Ask | null>(null);
  const [busy, setBusy] = useState<ReadonlySet<number>>(new Set());
  const running = useRef(new Set<number>());
  const seesAll = useSession().user.role !== "operator";

  const mark = (ids: number[], on: boolean) => {
    for (const id of ids) running.current[on ? "add" : "delete"](id);
    setBusy(new Set(running.current));
  };

  const run = async (change: Change, tasks: Task[], said: (changed: number[]) => string, undo?: (changed: number[]) => void) => {
    const ids = tasks.map((task) => task.id).filter((id) => !running.current.has(id));
    if (ids.length === 0) return;
    mark(ids, true);
    try {
      const outcome = await actOn({ until_at: null, user_id: null, result: null, ...change, ids });
      after(outcome.changed, change.act);
      tell(outcome, said, undo);
    } catch (error) {
      toast({ text: sentence(error), tone: "danger" });
    } finally {
      mark(ids, false);
    }
  };

  const name = (tasks: Task[], changed: number[]) => {
    const [only] = changed.length === 1 ? tasks.filter((task) => task.id === changed[0]) : [];
    return only ? title(only) : t("ui.today.tasks", { n: changed.length });
  };
  const of = (tasks: Task[], changed: number[]) => tasks.filter((task) => changed.includes(task.id));

  const reopen = (tasks: Task[]) => run({ act: "reopen" }, tasks, (changed) => t("ui.today.told.reopened", { what: name(tasks, changed) }));
  const finish = (tasks: Task[], result = "") =>
    run({ act: "done", result: result.trim() || null }, tasks, (changed) => t("ui.today.told.done", { what: name(tasks, changed) }),
      (changed) => void reopen(of(tasks, changed)));
  const snooze = (tasks: Task[], at: number) =>
    run({ act: "snooze", until_at: at }, tasks, (changed) => t("ui.today.told.snoozed", { what: name(tasks, changed), at: instant(at) }),
      (changed) => void reopen(of(tasks, changed)));
  const giveBack = async (tasks: Task[]) => {
    for (const [user_id, ids] of formerly(tasks) ?? []) {
      const back = tasks.filter((task) => ids.includes(task.id));
      await run({ act: "hand_over", user_id }, back, (changed) => t("ui.today.told.back", { what: name(back, changed) }));
    }
  };
  const handOver = (tasks: Task[], to: { id: number; name: string }) =>
    run({ act: "hand_over", user_id: to.id }, tasks,
      (changed) => t("ui.today.told.handed", { what: name(tasks, changed), to: to.name }),
      seesAll && formerly(tasks) ? (changed) => void giveBack(of(tasks, changed)) : undefined);

  return { ask, setAsk, busy, reopen, finish, snooze, handOver, seesAll };
}

export type Acts = ReturnType<typeof useActs>;

function tell(outcome: TaskOutcome, said: (changed: number[]) => string, undo?: (changed: number[]) => void): void {
  const { changed, refused } = outcome;
  if (changed.length > 0) {
    const action = undo && { label: t("ui.act.undo"), run: () => undo(changed) };
    toast({ text: said(changed), ...(action ? { action } : {}) });
  }
  const words = [...new Set(refused.map(refusal))];
  if (words.length === 0) return;
  const more = words.length > TOLD ? [t("ui.today.refused.more", { n: words.length - TOLD })] : [];
  toast({ text: [...words.slice(0, TOLD), ...more].join(" "), tone: "danger" });
}
