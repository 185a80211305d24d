// Plans of groups: looked at as often as wanted, and kept once somebody confirms one.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, csrfHeader, ok } from "@/app/api";
import { toProblem } from "@/app/problem";
import { client } from "@/app/query";
import type { AllocationWanted } from "@/app/types";

const path = (layer_id: number) => ({ path: { layer_id } });

export function usePlan(id: number, wanted: AllocationWanted | null) {
  return useQuery({
    queryKey: ["layers", "plan", id, wanted],
    enabled: wanted !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.POST("/api/v1/layers/{layer_id}/allocation/preview", { signal, params: path(id), body: wanted as AllocationWanted })),
  });
}

export function usePlanned(id: number, wanted: AllocationWanted) {
  return useInfiniteQuery({
    queryKey: ["layers", "planned", id, wanted],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => ok(api.POST("/api/v1/layers/{layer_id}/allocation/people", { signal, params: { ...path(id), query: { after: pageParam, limit: 100 } }, body: wanted })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export const planPath = (layer: number, plan: number, part?: string): string => `/segments/layers/${layer}/allocation/${plan}${part ? `?part=${encodeURIComponent(part)}` : ""}`;

async function then<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } finally {
    await Promise.all([["layers", "kept"], ["tasks"]].map((queryKey) => client.invalidateQueries({ queryKey })));
  }
}

/** Of what was looked at: the server refuses a plan that would be another by now. */
export const confirmPlan = (id: number, wanted: AllocationWanted, digest: string) =>
  then(ok(api.POST("/api/v1/layers/{layer_id}/allocation/confirm", { params: path(id), body: { ...wanted, digest } })));

export const undoPlan = (layer_id: number, plan_id: number) =>
  then(ok(api.POST("/api/v1/layers/{layer_id}/allocations/{plan_id}/undo", { params: { path: { layer_id, plan_id } } })));

export function usePlans(id: number) {
  return useQuery({
    queryKey: ["layers", "kept", id],
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/layers/{layer_id}/allocations", { signal, params: path(id) }))).items,
  });
}

export function useMoves(layer_id: number, plan_id: number, part: string | null) {
  return useInfiniteQuery({
    queryKey: ["layers", "kept", layer_id, plan_id, part],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/layers/{layer_id}/allocations/{plan_id}/people", { signal, params: { path: { layer_id, plan_id }, query: { ...(part ? { part } : {}), after: pageParam, limit: 100 } } })),
    getNextPageParam: (page) => (page.next === null ? undefined : Number(page.next)),
  });
}

/** The whole plan as a file. Its own fetch: the answer is no JSON. */
export async function savePlan(id: number, wanted: AllocationWanted): Promise<void> {
  const answer = await fetch(`/api/v1/layers/${id}/allocation/export`, {
    method: "POST", credentials: "same-origin", headers: { ...csrfHeader(), "Content-Type": "application/json" }, body: JSON.stringify(wanted),
  });
  if (!answer.ok) throw toProblem(answer.status, await answer.json().catch(() => null), answer.headers.get("X-Request-Id"));
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = `yutang-allocation-${id}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}
