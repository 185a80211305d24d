// What the server says of layers and proposals, and what may be done. Keys begin with "layers".
import { queryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import type { LayerWanted, ProposedChange } from "@/app/types";

export const layersQuery = queryOptions({ queryKey: ["layers", "list"], queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/layers", { signal }))).items });

const path = (layer_id: number) => ({ params: { path: { layer_id } } });

async function then<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } finally {
    await Promise.all(["layers", "segments", "customers", "jobs"].map((area) => client.invalidateQueries({ queryKey: [area] })));
  }
}

/** `id` null: a new one. */
export const keepLayer = (id: number | null, body: LayerWanted) =>
  then(id === null ? ok(api.POST("/api/v1/layers", { body })) : ok(api.PUT("/api/v1/layers/{layer_id}", { ...path(id), body })));

export const retireLayer = (id: number) => then(ok(api.POST("/api/v1/layers/{layer_id}/retire", path(id))));

/** Of a change without ids: all that wait. */
export interface Chosen {
  ids: number[];
  change: Pick<ProposedChange, "from_tier" | "to_tier">;
}

const wanted = ({ ids, change }: Chosen) => (ids.length > 0 ? { ids, change: null } : { ids: [], change: { from_tier: change.from_tier, to_tier: change.to_tier } });

export const acceptAll = (id: number, chosen: Chosen) => then(ok(api.POST("/api/v1/layers/{layer_id}/proposals/accept", { ...path(id), body: wanted(chosen) })));

export const refuseAll = (id: number, chosen: Chosen, reason: string) =>
  then(ok(api.POST("/api/v1/layers/{layer_id}/proposals/refuse", { ...path(id), body: { ...wanted(chosen), reason } })));

export function useProposals(id: number, { from_tier, to_tier }: Chosen["change"]) {
  return useInfiniteQuery({
    queryKey: ["layers", "proposals", id, from_tier, to_tier],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/layers/{layer_id}/proposals", { signal, params: { path: { layer_id: id }, query: { from_tier, ...(to_tier === null ? {} : { to_tier }), after: pageParam, limit: 200 } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
