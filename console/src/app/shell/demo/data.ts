// The simulated tenant: its time, and people who scan its codes. Asked for in demo mode only.
import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import type { DemoView } from "@/app/types";
import { setClock } from "@/i18n/format";

/** null: data of the demo, but no WeCom beside it. While time is moved on, it is asked for each second. */
export const demoQuery = queryOptions({
  queryKey: ["demo"],
  queryFn: async (): Promise<DemoView | null> => {
    const found = await ok(api.GET("/api/v1/demo"));
    return found.state === "none" ? null : learn(found);
  },
  refetchInterval: (query) => {
    const found = query.state.data;
    if (found === null) return false;
    return found?.moving_to || found?.state === "starting" ? 1_000 : 30_000;
  },
});

/** What is on the screen is of the time before, once time has been moved on. */
function learn(found: DemoView): DemoView {
  setClock(found.now_at);
  const before = client.getQueryData<DemoView | null>(["demo"]);
  if (before?.moving_to && !found.moving_to) {
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "demo" });
  }
  return found;
}

export function useMove() {
  return useMutation({
    mutationFn: (hours: number) => ok(api.POST("/api/v1/demo/move", { body: { hours } })),
    onSuccess: (found) => client.setQueryData(demoQuery.queryKey, found),
  });
}

export const codesQuery = queryOptions({
  queryKey: ["demo", "codes"],
  staleTime: 0,
  queryFn: async () => (await ok(api.GET("/api/v1/demo/codes"))).items,
});
