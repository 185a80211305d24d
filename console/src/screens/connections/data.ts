// Connected channel accounts. Secrets go in and never come back: what the server made up is kept here until it was seen.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { isOpen, useJobs } from "@/app/jobs";
import type { ConnectionView, JobView } from "@/app/types";

export interface Keys {
  token: string;
  aes_key: string;
}

export type Settings = Record<"corp_id" | "agent_id" | "secret" | "token" | "aes_key" | "archive_secret" | "base_url", string>;

/** Blank: as it was, or made up. */
export const whole = (told: Partial<Settings>): Settings => ({
  corp_id: "", agent_id: "", secret: "", token: "", aes_key: "", archive_secret: "", base_url: "", ...told,
});

const path = (connection_id: number) => ({ params: { path: { connection_id } } });
const seen = new Map<number, Keys>(); // until this tab is closed: the server told them once

export const keysOf = (id: number): Keys | undefined => seen.get(id);
export const keepKeys = (id: number, keys: Keys) => void seen.set(id, { token: keys.token, aes_key: keys.aes_key });

export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/connections", { signal }))).items,
  refetchInterval: 15_000,
});

/** While WeCom has not checked the address, somebody waits for it. */
export function useConnection(id: number) {
  return useQuery({
    queryKey: ["connections", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/connections/{connection_id}", { ...path(id), signal })),
    refetchInterval: (query) => (query.state.data?.verified_at ? 15_000 : 2_000),
  });
}

/** Asked of WeCom itself, live. */
export function useChecks(one: ConnectionView) {
  return useQuery({
    queryKey: ["connections", one.id, "checks", one.settings],
    enabled: one.state !== "off" && !one.trouble?.code.startsWith("unreadable"),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => (await ok(api.POST("/api/v1/connections/{connection_id}/check", { ...path(one.id), signal }))).items,
  });
}

/** Its sync, if one is under way. */
export function useSyncJob(one: ConnectionView): JobView | undefined {
  return useJobs().find((job) => job.kind === "sync" && isOpen(job) && job.subject === one.name);
}

/** What stops with it when it is removed. */
export const useHanging = (id: number) => useQuery({
  queryKey: ["connections", id, "hanging"],
  staleTime: 0,
  queryFn: ({ signal }) => ok(api.GET("/api/v1/connections/{connection_id}/hanging", { ...path(id), signal })),
});

export const sync = (id: number) => ok(api.POST("/api/v1/connections/{connection_id}/sync", path(id)));
export const renew = (id: number) => ok(api.POST("/api/v1/connections/{connection_id}/keys", path(id)));
export const remove = (id: number) => ok(api.DELETE("/api/v1/connections/{connection_id}", path(id)));
export const change = (id: number, told: { name?: string; settings?: Partial<Settings>; on?: boolean }) =>
  ok(api.PATCH("/api/v1/connections/{connection_id}", {
    ...path(id), body: { name: told.name ?? null, on: told.on ?? null, settings: told.settings ? whole(told.settings) : null },
  }));

/** When all kinds were last read whole; undefined: never. */
export function lastSync(one: ConnectionView): number | undefined {
  const ends = one.syncs.map((each) => each.finished_at);
  return ends.length > 0 && ends.every((at) => at !== null) ? Math.min(...ends) : undefined;
}
