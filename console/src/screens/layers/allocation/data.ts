// Plans of groups: asked for, never kept.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, csrfHeader, ok } from "@/app/api";
import { toProblem } from "@/app/problem";
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
