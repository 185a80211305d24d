// What the server says of tags, and what may be done to them. Keys begin with "tags"; an act makes customers old too.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import type { TagRuleDraft, TagWords } from "@/app/types";
import { toApi, type Rule } from "@/screens/segments/model";

export const tagsQuery = queryOptions({
  queryKey: ["tags"],
  staleTime: 30_000,
  queryFn: ({ signal }) => ok(api.GET("/api/v1/tags", { signal })),
});

const path = (tag_id: number) => ({ params: { path: { tag_id } } });

async function then<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } finally {
    await Promise.all(["tags", "customers", "segments"].map((area) => client.invalidateQueries({ queryKey: [area] })));
  }
}

export const makeGroup = (name: string, exclusive: boolean) => then(ok(api.POST("/api/v1/tags/groups", { body: { items: [{ name, exclusive }] } })));

export const changeGroup = (group_id: number, body: { name?: string; exclusive?: boolean; position?: number }) =>
  then(ok(api.PATCH("/api/v1/tags/groups/{group_id}", { params: { path: { group_id } }, body })));

export const archiveGroup = (id: number) => then(ok(api.POST("/api/v1/tags/groups/archive", { body: { ids: [id] } })));

export interface Said {
  name: string;
  group_id: number;
  until_days: number | null;
  description: string;
}

export const makeTag = (said: Said) => then(ok(api.POST("/api/v1/tags", { body: { items: [said] } })));

export const changeTag = (id: number, body: Partial<Said>) => then(ok(api.PATCH("/api/v1/tags/{tag_id}", { ...path(id), body })));

export const adoptTags = (ids: number[]) => then(ok(api.POST("/api/v1/tags/adopt", { body: { ids } })));

export const mergeTags = (from_id: number, into_id: number) => then(ok(api.POST("/api/v1/tags/merge", { body: { from_id, into_id } })));

export const archiveTag = (id: number) => then(ok(api.POST("/api/v1/tags/archive", { body: { ids: [id] } })));

export const runRules = () => then(ok(api.POST("/api/v1/tags/run")));

export const setRule = (id: number, body: TagRuleDraft) => then(ok(api.PUT("/api/v1/tags/{tag_id}/rule", { ...path(id), body })));

export const switchRule = (id: number, on: boolean) => then(ok(api.POST("/api/v1/tags/{tag_id}/rule/switch", { ...path(id), body: { on } })));

export const removeRule = (id: number) => then(ok(api.DELETE("/api/v1/tags/{tag_id}/rule", path(id))));

/** `on`: the tag has one. */
export function useTagRule(id: number, on: boolean) {
  return useQuery({ queryKey: ["tags", "rule", id], enabled: on, queryFn: ({ signal }) => ok(api.GET("/api/v1/tags/{tag_id}/rule", { ...path(id), signal })) });
}

/** Whom a condition would give the tag; null: it isn't whole yet. */
export function useConditionTry(id: number, rule: Rule | null) {
  return useQuery({
    queryKey: ["tags", "try", id, rule],
    enabled: rule !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.POST("/api/v1/tags/preview", { signal, body: { rule: toApi(rule ?? { op: "all", rules: [] }), tag_id: id } })),
  });
}

/** What words would have found; null: they can't be looked for yet. */
export function useWordsTry(words: TagWords | null) {
  return useQuery({
    queryKey: ["tags", "words", words],
    enabled: words !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.POST("/api/v1/tags/words/preview", { signal, body: words as TagWords })),
  });
}
