// The acts, as the server knows them. Each makes old what is shown of customers; a batch of any size is sent in parts.
import { api, ok } from "@/app/api";
import { ApiProblem } from "@/app/problem";
import { client } from "@/app/query";
import type { ConsentChange, CustomersNow } from "@/app/types";
import { named } from "@/i18n";
import type { Value } from "../model/values";

const AT_ONCE = 1000; // customers of one request

export interface Changed {
  changed: number;
  skipped: string[];
}

async function inParts(ids: string[], send: (part: string[]) => Promise<{ changed: number; skipped?: string[] }>): Promise<Changed> {
  const whole: Changed = { changed: 0, skipped: [] };
  try {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const part = await send(ids.slice(from, from + AT_ONCE));
      whole.changed += part.changed;
      whole.skipped.push(...(part.skipped ?? []));
    }
  } catch (error) {
    throw worded(error);
  } finally {
    await fresh();
  }
  return whole;
}

/** A refusal names the purpose of a consent by its code: here it gets its word. */
function worded(error: unknown): unknown {
  const purpose = error instanceof ApiProblem ? error.params["purpose"] : undefined;
  if (!(error instanceof ApiProblem) || typeof purpose !== "string") return error;
  return new ApiProblem(error.status, error.code, { ...error.params, purpose: named("ui.customers.purpose", purpose) }, error.errors, error.requestId);
}

/** Whatever came of it: ask again. */
export async function fresh(): Promise<void> {
  void client.invalidateQueries({ queryKey: ["tags"] });
  await client.invalidateQueries({ queryKey: ["customers"] });
}

async function then<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw worded(error);
  } finally {
    await fresh();
  }
}

export interface TagChange {
  add?: string[];
  remove?: string[];
  /** When those put on end by themselves. */
  until_at?: number | null;
}

/** `staff_id`: of their relations with this member of staff, not of the customers. */
export const changeTags = (ids: string[], { add = [], remove = [], until_at = null, staff_id = null }: TagChange & { staff_id?: number | null }) =>
  inParts(ids, (part) => ok(api.POST("/api/v1/customers/tags", { body: { ids: part, add, remove, until_at, staff_id } })));

/** A tag that nobody defined has no name in lists: so it is defined before somebody bears it. */
export async function defineTag(name: string, groups: { id: number; name: string }[]): Promise<void> {
  const [group = "", ...rest] = name.split("/");
  const known = groups.find((one) => one.name === group)?.id;
  const group_id = known ?? (await ok(api.POST("/api/v1/tags/groups", { body: { items: [{ name: group, exclusive: false }] } }))).items[0]?.id;
  if (group_id !== undefined) await ok(api.POST("/api/v1/tags", { body: { items: [{ group_id, name: rest.join("/"), description: "" }] } }));
}

/** `value` null takes it back. */
export const setAttribute = (ids: string[], code: string, value: Value | null) =>
  inParts(ids, (part) => ok(api.PUT("/api/v1/customers/attributes", { body: { ids: part, code, value } })));

const path = (id: string) => ({ params: { path: { customer_id: Number(id) } } });

export const writeNote = (id: string, text: string) => then(ok(api.POST("/api/v1/customers/{customer_id}/notes", { ...path(id), body: { text } })));

export const withdrawNote = (id: string, note_id: string) =>
  then(ok(api.POST("/api/v1/customers/{customer_id}/notes/{note_id}/withdraw", { params: { path: { customer_id: Number(id), note_id: Number(note_id) } } })));

export const changeConsent = (id: string, body: ConsentChange) => then(ok(api.POST("/api/v1/customers/{customer_id}/consents", { ...path(id), body })));

export const setWish = (id: string, per_week: number | null) => then(ok(api.PUT("/api/v1/customers/{customer_id}/frequency-wish", { ...path(id), body: { per_week } })));

/** Null: as the rules say. */
export const assignOwner = (ids: string[], staff_id: number | null) =>
  inParts(ids, (part) => ok(api.PUT("/api/v1/customers/owner", { body: { ids: part, staff_id } })));

export const merge = (one: string, other: string): Promise<CustomersNow> => then(ok(api.POST("/api/v1/customers/merge", { body: { one, other } })));

export const part = (id: string, account_ids: string[]): Promise<CustomersNow> =>
  then(ok(api.POST("/api/v1/customers/{customer_id}/part", { ...path(id), body: { account_ids } })));

export const answerSuggestion = (one: string, other: string, accept: boolean): Promise<CustomersNow> =>
  then(ok(api.POST("/api/v1/customers/suggestions", { body: { one, other, accept } })));

/** For good: nothing brings them back. */
export const erase = (id: string) => then(ok(api.POST("/api/v1/customers/{customer_id}/erase", path(id))));

/** In full; the audit log keeps who looked. */
export const reveal = async (id: string) => (await ok(api.POST("/api/v1/customers/{customer_id}/reveal", path(id)))).items;
