// Tasks in words.
import type { TaskRefusal } from "@/app/types";
import { named, reason, t, tk, type Params } from "@/i18n";
import { clock, day, dayOf, duration, instant, relative } from "@/i18n/format";
import type { Task } from "./model/tasks";

const SOON = 6 * 3_600_000;
const params = (said: Record<string, unknown> | undefined) => (said ?? {}) as Params;

/** Verb and object: "Stop “早读打卡”". */
export function title(task: Task): string {
  const told = { ...params(task.params), name: task.subject_name };
  const twin = task.kind === "merge_group" && task.params["into"] ? ".into" : task.kind === "invite_group" && task.params["opened"] ? ".new" : "";
  return tk(`task.${task.kind}${twin}`, told, named("task", task.kind, told));
}

export function why(task: Task): string {
  return task.source === "advice" ? reason(task.why) : named("task.why", task.why.code, params(task.why.params));
}

/** The first step of the advice, and what the task is about as a whole. */
export function firstMove(task: Task): string {
  const move = task.params["move"];
  return typeof move === "string" && move ? tk(`move.${move}`, {}, "") : "";
}

export function does(task: Task): string {
  return tk(`task.does.${task.kind}`, params(task.params), "");
}

/** Where it is done, when the channel says so. */
export function where(task: Pick<Task, "params">): string {
  const how = task.params["how"];
  return typeof how === "string" && how ? named("channel.how", how) : "";
}

export function due(task: Task, now = clock()): string {
  if (task.overdue) return t("ui.today.late_by", { time: duration((now - task.due_at) / 1000) });
  if (dayOf(task.due_at) !== dayOf(now)) return day(dayOf(task.due_at), true);
  return task.due_at - now < SOON ? relative(task.due_at, now) : t("ui.today.due_today");
}

/** Whoever has it; else the one whose group it is, who may have no account. */
export function who(task: Task): string {
  return task.assignee_name ?? task.owner_name ?? t("ui.today.nobody");
}

/** Where the thing is that the task is about. */
export function subjectPath(task: Task): string {
  switch (task.subject_kind) {
    case "import": return `/import/${task.subject_id}`;
    case "customer": return `/customers/${task.subject_id}`;
    case "code": return `/sources/codes/${task.subject_id}`;
    case "send": return `/sends/${task.subject_id}`;
    case "segment": return `/customers?segment=${task.subject_id}${task.owner_staff_id ? `&owner=${task.owner_staff_id}` : ""}`;
    case "handover": return `/staff/handovers/${task.subject_id}`;
    case "allocation": { // "<layer>:<plan>:<part>"
      const [layer, plan, ...part] = task.subject_id.split(":");
      return `/segments/layers/${layer}/allocation/${plan}?part=${encodeURIComponent(part.join(":"))}`;
    }
    default: return `/checkup/groups/${encodeURIComponent(task.subject_id)}`;
  }
}

/** What opening it is called. */
export function goes(task: Task): string {
  const known = ["import", "customer", "allocation", "code", "send", "segment", "handover"].includes(task.subject_kind);
  return tk(`ui.today.go.${known ? task.subject_kind : "group"}`);
}

/** How a task is got rid of, other than by doing it. */
export function undoing(task: Task): string {
  const known = ["advice", "allocation", "clash", "moderation"].includes(task.source);
  return tk(`ui.today.undo.${known ? task.source : "import"}`);
}

/** Why a task stayed as it was: somebody else was first, and when. */
export function refusal(no: TaskRefusal): string {
  const told = params(no.params);
  if (no.code !== "task_already_done") return named("error", no.code, { what: "task", ...told });
  const at = typeof told["at"] === "number" ? instant(told["at"]) : "";
  return t("ui.today.first", { by: String(told["by"] ?? ""), at });
}
