// Staff and hand-overs: what the API answers, and the acts on one.
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import type { HandoverDraft, HandoverItem, HandoverItems } from "@/app/types";

const ofStaff = (staff_id: number) => ({ params: { path: { staff_id } } });
const ofHandover = (handover_id: number) => ({ params: { path: { handover_id } } });
const MINUTE = 60_000;

export function useDirectory(q: string) {
  return useQuery({
    queryKey: ["staff", "directory", q],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/staff/directory", { params: { query: q ? { q } : {} }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useStaff(id: number) {
  return useQuery({
    queryKey: ["staff", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/staff/{staff_id}", { ...ofStaff(id), signal })),
    refetchInterval: (query) => (query.state.data?.handovers.some((one) => one.state === "running") ? MINUTE : false),
  });
}

export function useReceivers(id: number, on: boolean) {
  return useQuery({
    queryKey: ["staff", id, "receivers"],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/staff/{staff_id}/receivers", { ...ofStaff(id), signal })),
    enabled: on,
  });
}

/** What somebody carries, to choose from: the first hundred of whatever bears the name. */
export function useHeld(id: number, thing: "customer" | "group", q: string) {
  return useQuery({
    queryKey: ["staff", id, thing, q],
    queryFn: ({ signal }) => {
      const asked = { params: { path: { staff_id: id }, query: { limit: 100, ...(q ? { q } : {}) } }, signal };
      return ok(thing === "group" ? api.GET("/api/v1/staff/{staff_id}/groups", asked) : api.GET("/api/v1/staff/{staff_id}/customers", asked));
    },
    placeholderData: keepPreviousData,
  });
}

export function useHandovers() {
  return useInfiniteQuery({
    queryKey: ["staff", "handovers"],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ signal, pageParam }) => ok(api.GET("/api/v1/handovers", { params: { query: { limit: 50, ...(pageParam ? { before: pageParam } : {}) } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** While it is under way, the job moves it: quickly at first, then by the day. */
export function useHandover(id: number) {
  return useQuery({
    queryKey: ["staff", "handover", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/handovers/{handover_id}", { ...ofHandover(id), signal })),
    refetchInterval: (query) => {
      const row = query.state.data?.row;
      if (row?.state !== "running") return false;
      return row.customers.states["planned"] || row.customers.states["asking"] || row.groups.states["waiting"] ? 3_000 : MINUTE;
    },
  });
}

export interface Shown { thing: "customer" | "group"; state: string; reason: string }

/** `stamp`: another one when the sums moved. */
export function useItems(id: number, shown: Shown, stamp: string) {
  const { thing, state, reason } = shown;
  return useInfiniteQuery({
    queryKey: ["staff", "handover", id, "items", thing, state, reason, stamp],
    initialPageParam: "0",
    queryFn: ({ signal, pageParam }) =>
      ok(api.GET("/api/v1/handovers/{handover_id}/items", {
        params: { path: { handover_id: id }, query: { thing, after: Number(pageParam), ...(state ? { how: state } : {}), ...(reason ? { reason } : {}) } }, signal,
      })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** Everything of a plan, page by page: what was chosen is chosen still when the plan is changed. */
export function useChosen(id: number, thing: "customer" | "group", on: boolean) {
  return useQuery({
    queryKey: ["staff", "handover", id, "chosen", thing],
    queryFn: async ({ signal }) => {
      const found: HandoverItem[] = [];
      for (let after: string | null = "0"; after !== null;) {
        const page: HandoverItems = await ok(api.GET("/api/v1/handovers/{handover_id}/items", {
          params: { path: { handover_id: id }, query: { thing, after: Number(after) } }, signal,
        }));
        found.push(...page.items);
        after = page.next;
      }
      return found;
    },
    enabled: on,
    staleTime: Infinity, // the form begins with it
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export const plan = (draft: HandoverDraft) => ok(api.POST("/api/v1/handovers", { body: draft }));
export const replan = (id: number, draft: HandoverDraft) => ok(api.PUT("/api/v1/handovers/{handover_id}", { ...ofHandover(id), body: draft }));
export const remove = (id: number) => ok(api.DELETE("/api/v1/handovers/{handover_id}", ofHandover(id)));
export const confirm = (id: number, digest: string) => ok(api.POST("/api/v1/handovers/{handover_id}/confirm", { ...ofHandover(id), body: { digest } }));
export const cancel = (id: number) => ok(api.POST("/api/v1/handovers/{handover_id}/cancel", ofHandover(id)));
