// What the server says of segments. Keys begin with "segments": an ended sweep makes them old.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { api, ok } from "@/app/api";
import { ApiProblem, type Place } from "@/app/problem";
import { useSession } from "@/app/session";
import type { RulePreview } from "@/app/types";
import { clock, dayOf } from "@/i18n/format";
import { lang } from "@/i18n";
import { idsIn, NOTHING, type Names, type Rule, type Telling, toApi } from "./model";

export const AREA = "segments";
/** Whose consents say who can be reached: the only purpose that segments are counted for, so far. */
export const PURPOSE = "marketing";
const PAGE = 100;
const PAUSE_MS = 350;

export function useSegments() {
  return useQuery({ queryKey: [AREA, "list"], queryFn: async () => (await ok(api.GET("/api/v1/segments"))).items });
}

export function useSegment(id: number) {
  return useQuery({
    queryKey: [AREA, "one", id],
    enabled: id > 0,
    queryFn: () => ok(api.GET("/api/v1/segments/{segment_id}", { params: { path: { segment_id: id } } })),
  });
}

/** Rules to begin with. */
export function useStarters(on = true) {
  return useQuery({ queryKey: [AREA, "starters"], enabled: on, staleTime: Number.POSITIVE_INFINITY, queryFn: async () => (await ok(api.GET("/api/v1/segments/starters"))).items });
}

/** Why somebody is in, or isn't: each node of the rule by its place. */
export function useExplained(rule: Rule | null, customer: number) {
  const asked = usePaused(useMemo(() => JSON.stringify(rule), [rule]));
  return useQuery({
    queryKey: [AREA, "explain", asked, customer],
    enabled: customer > 0 && asked !== "null",
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await ok(api.POST("/api/v1/segments/explain", { body: { rule: toApi(JSON.parse(asked) as Rule), customer_id: customer }, signal }))).items,
  });
}

export function useVersions(id: number) {
  return useQuery({
    queryKey: [AREA, "versions", id],
    queryFn: async () => (await ok(api.GET("/api/v1/segments/{segment_id}/versions", { params: { path: { segment_id: id } } }))).items,
  });
}

export function useMembers(id: number, q: string) {
  return useInfiniteQuery({
    queryKey: [AREA, "members", id, q],
    initialPageParam: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/segments/{segment_id}/members", { params: { path: { segment_id: id }, query: { q, after: pageParam, limit: PAGE } }, signal })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export type Found = "groups" | "staff";

/** Groups or staff whose name holds `q`. */
export function useFound(of: Found, q: string, on: boolean) {
  return useQuery({
    queryKey: [AREA, "found", of, q],
    enabled: on,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/segments/names/{of}", { params: { path: { of }, query: { q } }, signal }))).items,
  });
}

/** What the ids of groups or staff in a rule are called. */
function useCalled(of: Found, ids: number[]): ReadonlyMap<number, string> {
  const { data } = useQuery({
    queryKey: [AREA, "called", of, ids],
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async () => (await ok(api.GET("/api/v1/segments/names/{of}", { params: { path: { of }, query: { ids } } }))).items,
  });
  return useMemo(() => new Map(data?.map((one) => [one.id, one.name])), [data]);
}

/** Everything that rules may name, those of these rules among them; with NOTHING until it is there. */
export function useTelling(rules: readonly Rule[]): Telling & { ready: boolean; error: unknown; again: () => void } {
  const zone = useSession().zone;
  const listed = useQuery({ queryKey: [AREA, "names"], queryFn: () => ok(api.GET("/api/v1/segments/names")) });
  const attributes = useQuery({ queryKey: ["attributes"], retry: false, queryFn: async () => (await ok(api.GET("/api/v1/attributes"))).items });
  const groups = useCalled("groups", useMemo(() => idsIn(rules, "groups"), [rules]));
  const staff = useCalled("staff", useMemo(() => idsIn(rules, "staff"), [rules]));
  const names = useMemo<Names>(() => {
    const called = new Map(attributes.data?.map((one) => [one.code, (lang() === "zh" ? one.name_zh : one.name_en) || one.code]));
    return { ...NOTHING, ...listed.data, groups, staff, called };
  }, [listed.data, attributes.data, groups, staff]);
  const today = useMemo(() => dayOf(clock()), [zone]);
  return { names, today, ready: listed.data !== undefined, error: listed.error, again: () => void listed.refetch() };
}

/** The value as it was before the last pause. */
export function usePaused<T>(value: T, ms = PAUSE_MS): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** The numbers of a rule while it is written: asked for after a pause, the request before is aborted, old numbers stay.
 * null: not now (a part is missing). */
export function usePreview(rule: Rule | null, overlap: number[]) {
  const asked = usePaused(useMemo(() => JSON.stringify({ rule, overlap }), [rule, overlap]));
  const body = useMemo(() => JSON.parse(asked) as { rule: Rule | null; overlap: number[] }, [asked]);
  const last = useRef<RulePreview>(undefined);
  const query = useQuery({
    queryKey: [AREA, "preview", asked],
    enabled: body.rule !== null,
    retry: false,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const rule = toApi(body.rule ?? { op: "all", rules: [] });
      // Asked for first: somebody who is still writing is told so without a refused request.
      const { items } = await ok(api.POST("/api/v1/segments/check", { body: { rule }, signal }));
      if (items.length > 0) throw new ApiProblem(400, "segment_rule", { n: items.length }, items as Place[]);
      return ok(api.POST("/api/v1/segments/preview", { body: { rule, overlap: body.overlap, purpose: PURPOSE }, signal }));
    },
  });
  if (query.data) last.current = query.data;
  return { data: query.data ?? last.current, error: query.error, refetch: query.refetch, old: query.data === undefined || query.isPlaceholderData || query.isFetching };
}
