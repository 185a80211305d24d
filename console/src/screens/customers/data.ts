// What the server says of customers. Keys begin with "customers"; every act makes all of them old.
import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ok } from "@/app/api";
import type { CustomerList, StageName } from "@/app/types";
import { isNameless, type Names, namesOf, withNames } from "./model/naming";
import type { View } from "./model/view";

const PAGE = 100;
const MINUTES = 60_000;
export const STAGES: StageName[] = ["stranger", "aware", "interacting", "buying", "repeat", "at_risk", "lost"];

function asked(view: View) {
  const id = (text: string | null) => (text === null ? {} : Number(text));
  const { q, stage, tier, owner, source, group, segment, flow, tag, sort } = view;
  return {
    sort,
    ...(q.trim() && { q: q.trim() }), ...(stage && { stage: stage as StageName }), ...(source && { source }), ...(group && { group }), ...(flow && { flow }),
    ...(tier && { tier: id(tier) as number }), ...(owner && { owner: id(owner) as number }), ...(segment && { segment: id(segment) as number }),
    ...(tag.length > 0 && { tag: tag.map(Number) }),
  };
}

/** The list page after page; `q` as it is meant now, which the address learns a moment later. */
export function useCustomers(view: View, q: string) {
  const wanted = useMemo(() => asked({ ...view, q }), [view, q]);
  const query = useInfiniteQuery({
    queryKey: ["customers", "list", wanted],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }): Promise<CustomerList> =>
      ok(api.GET("/api/v1/customers", { signal, params: { query: { ...wanted, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const found = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  const names = useTagNames(found?.some((row) => isNameless(row.tags)) ?? false);
  const rows = useMemo(() => found?.map((row) => ({ ...row, tags: withNames(row.tags, names) })), [found, names]);
  return { ...query, rows, total: query.data?.pages[0]?.total ?? 0 };
}

const NO_NAMES: Names = new Map();

/** Names of tags that nobody manages yet; asked for only where one is met. */
function useTagNames(on: boolean): Names {
  const { data } = useQuery({ ...tagsQuery, enabled: on });
  return useMemo(() => (data ? namesOf(data.unmanaged) : NO_NAMES), [data]);
}

/** One customer, their tags by name. */
export function usePerson(id: string, on: boolean) {
  const query = useQuery({ ...personQuery(id), enabled: on });
  const names = useTagNames(query.data ? isNameless(query.data.tags) : false);
  const data = useMemo(() => query.data && { ...query.data, tags: withNames(query.data.tags, names) }, [query.data, names]);
  return { ...query, data };
}

/** Found by a text, for a field that chooses a customer. */
export function useFound(q: string) {
  return useQuery({
    queryKey: ["customers", "found", q],
    enabled: q.trim() !== "",
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/customers", { signal, params: { query: { q: q.trim(), limit: 8 } } }))).items,
  });
}

/** How many stand in each stage. After the list: nobody waits for it. */
export function useStages(on: boolean) {
  return useQuery({
    queryKey: ["customers", "stages"],
    enabled: on,
    staleTime: 5 * MINUTES,
    queryFn: async ({ signal }) => {
      const count = async (stage: StageName) => (await ok(api.GET("/api/v1/customers", { signal, params: { query: { stage, limit: 1 } } }))).total;
      const all = ok(api.GET("/api/v1/customers", { signal, params: { query: { limit: 1 } } }));
      const counts = await Promise.all(STAGES.map(count));
      return { total: (await all).total, stages: STAGES.map((stage, at) => ({ stage, count: counts[at] ?? 0 })) };
    },
  });
}

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "person", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/customers/{customer_id}", { signal, params: { path: { customer_id: Number(id) } } })),
  });

/** What happened, newest first. `kinds`: none chosen means all. */
export function useTimeline(id: string, kinds: string[]) {
  const query = useInfiniteQuery({
    queryKey: ["customers", "timeline", id, kinds],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/customers/{customer_id}/timeline", {
        signal,
        params: { path: { customer_id: Number(id) }, query: { limit: 30, ...(kinds.length ? { kind: kinds } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
      })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) };
}

/** Everything a filter may name, but groups and staff. */
export const namesQuery = queryOptions({
  queryKey: ["segments", "names"],
  staleTime: 5 * MINUTES,
  queryFn: ({ signal }) => ok(api.GET("/api/v1/segments/names", { signal })),
});

export const tagsQuery = queryOptions({
  queryKey: ["tags"],
  staleTime: 5 * MINUTES,
  queryFn: ({ signal }) => ok(api.GET("/api/v1/tags", { signal })),
});

export const attributesQuery = queryOptions({
  queryKey: ["attributes"],
  staleTime: 5 * MINUTES,
  queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/attributes", { signal }))).items,
});
