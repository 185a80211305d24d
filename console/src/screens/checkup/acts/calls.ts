// What people decide about groups. Nothing is shown as done before the server has answered.
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import { sessionQuery } from "@/app/session";
import type { Decision, GroupRow, ModerationAsk, TaskView } from "@/app/types";
import type { TagChange } from "@/screens/customers/acts/calls";
import { patchDecisions } from "../data";
import { acts } from "../words";
import { clock } from "@/i18n/format";

function decided(kind: Decision["kind"], more: Partial<Decision>): Decision {
  const by_name = client.getQueryData(sessionQuery.queryKey)?.user.name ?? "";
  return { kind, until: null, reason: "", by_name, at: clock(), worse: false, ...more };
}

export function preview(groups: string[]) {
  return ok(api.POST("/api/v1/checkup/accept/preview", { body: { groups } }));
}

export async function accept(groups: string[], due_at: number | null): Promise<void> {
  await ok(api.POST("/api/v1/checkup/accept", { body: { groups, due_at } }));
  patchDecisions(groups, (row) => (acts(row) ? decided("accepted", {}) : row.decision));
}

export async function snooze(groups: string[], until: string): Promise<void> {
  await ok(api.POST("/api/v1/checkup/snooze", { body: { groups, until } }));
  patchDecisions(groups, () => decided("snoozed", { until }));
}

export async function keep(groups: string[], reason: string): Promise<void> {
  await ok(api.POST("/api/v1/checkup/keep", { body: { groups, reason } }));
  patchDecisions(groups, () => decided("kept", { reason }));
}

export async function undo(groups: string[]): Promise<void> {
  await ok(api.POST("/api/v1/checkup/undo", { body: { groups } }));
  patchDecisions(groups, () => null);
}

const AT_ONCE = 1000; // groups of one request

export async function changeGroupTags(ids: string[], { add = [], remove = [], until_at = null }: TagChange): Promise<void> {
  try {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      await ok(api.POST("/api/v1/groups/tags", { body: { ids: ids.slice(from, from + AT_ONCE), add, remove, until_at } }));
    }
  } finally {
    void client.invalidateQueries({ queryKey: ["tags"] });
    await client.invalidateQueries({ queryKey: ["checkup", "group"] });
  }
}

/** Ids of these groups that have a decision to take back. */
export function undoable(rows: GroupRow[]): string[] {
  return rows.filter((row) => row.decision !== null).map((row) => row.id);
}

/** Of whom or what is asked for in a group: a person's task; null: the channel has done it. */
export async function moderate(body: ModerationAsk): Promise<TaskView | null> {
  const { task } = await ok(api.POST("/api/v1/moderation", { body }));
  await asked();
  return task ?? null;
}

export async function withdraw(task_id: number): Promise<void> {
  await ok(api.DELETE("/api/v1/moderation/{task_id}", { params: { path: { task_id } } }));
  await asked();
}

/** Whatever shows such tasks asks anew. */
export async function asked(): Promise<void> {
  await Promise.all([["checkup", "group"], ["segments", "new-groups"], ["tasks"]].map((queryKey) => client.invalidateQueries({ queryKey })));
}
