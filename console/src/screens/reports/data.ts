// What the server says of summaries and of who gets them. Keys begin with "digests" and "webhooks": an ended job of
// that kind makes them old.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import type { DeliveryView, Period } from "@/app/types";
import { clock } from "@/i18n/format";

const PAGE = 50;
const SOON = 2_500;

export function useDigests(period: Period | null) {
  return useInfiniteQuery({
    queryKey: ["digests", "list", period],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      ok(api.GET("/api/v1/digests", { params: { query: { limit: PAGE, ...(period ? { period } : {}), ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

export function useDigest(id: number) {
  return useQuery({
    queryKey: ["digests", "one", id],
    enabled: id > 0,
    queryFn: () => ok(api.GET("/api/v1/digests/{digest_id}", { params: { path: { digest_id: id } } })),
  });
}

export function useComparison(earlier: number, later: number) {
  return useQuery({
    queryKey: ["digests", "compare", earlier, later],
    queryFn: () => ok(api.GET("/api/v1/digests/compare", { params: { query: { earlier, later } } })),
  });
}

export function useWebhooks() {
  return useQuery({ queryKey: ["webhooks", "list"], queryFn: async () => (await ok(api.GET("/api/v1/webhooks"))).items });
}

/** Whether an attempt is about to be made: then it is worth looking again in a moment. */
export function aboutToGo(list: DeliveryView[] | undefined, now = clock()): boolean {
  return !!list?.some((one) => one.state === "waiting" && (one.next_at ?? now) - now < 30_000);
}

export function useDeliveries(webhook: number) {
  return useQuery({
    queryKey: ["webhooks", "deliveries", webhook],
    refetchInterval: (query) => (aboutToGo(query.state.data) ? SOON : false),
    queryFn: async () =>
      (await ok(api.GET("/api/v1/webhooks/{webhook_id}/deliveries", { params: { path: { webhook_id: webhook } } }))).items,
  });
}

/** The summary as a file: a page, a workbook, or what the API holds. */
export function filePath(id: number, format: "html" | "xlsx" | "json", lang: string): string {
  return `/api/v1/digests/${id}/file?format=${format}&lang=${lang}`;
}
