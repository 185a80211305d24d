// What the server says of tasks, and the one way to act on them. Keys begin with "tasks".
import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import type { TaskBatch, TaskList, TaskOutcome } from "@/app/types";
import { counted } from "./model/tasks";
import type { Tab } from "./model/view";

const PAGE = 200;
const AT_ONCE = 1000; // tasks of one act
const UNASKED = 1000; // tasks that are fetched before somebody asks for more
const MINUTE = 60_000;

/** The list of a tab, page after page; open ones come by themselves up to a thousand. */
export function useTasks(state: Tab, mine: boolean) {
  const query = useInfiniteQuery({
    queryKey: ["tasks", state, mine],
    initialPageParam: "",
    refetchInterval: MINUTE, // time alone makes tasks overdue
    queryFn: ({ pageParam }): Promise<TaskList> =>
      ok(api.GET("/api/v1/tasks", { params: { query: { state, mine, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = query;
  const tasks = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const more = state === "open" && hasNextPage && !isFetching && !isError && (tasks?.length ?? 0) < UNASKED;
  useEffect(() => {
    if (more) void fetchNextPage();
  }, [more, fetchNextPage]);
  return { ...query, tasks, counts: data?.pages[0]?.counts };
}

/** One act on many tasks. What could not be changed comes back as a value, with its reason. */
export async function actOn(batch: TaskBatch): Promise<TaskOutcome> {
  const whole: TaskOutcome = { changed: [], refused: [] };
  try {
    for (let from = 0; from < batch.ids.length; from += AT_ONCE) {
      const part = await ok(api.POST("/api/v1/tasks/batch", { body: { ...batch, ids: batch.ids.slice(from, from + AT_ONCE) } }));
      whole.changed.push(...part.changed);
      whole.refused.push(...part.refused);
    }
  } finally {
    void client.invalidateQueries({ queryKey: ["checkup"] });
    await client.invalidateQueries({ queryKey: ["tasks"] });
  }
  return whole;
}

export const colleaguesQuery = queryOptions({
  queryKey: ["colleagues"],
  queryFn: async () => (await ok(api.GET("/api/v1/colleagues"))).items,
});

/** Groups with advice that nobody has decided on yet, by advice: what could be done next. A thousand at most. */
export function useUndecided(on: boolean) {
  return useQuery({
    queryKey: ["checkup", "undecided"],
    enabled: on,
    queryFn: async () => counted((await ok(api.GET("/api/v1/checkup/groups", { params: { query: { decision: "none", limit: 1000 } } }))).items.map((row) => row.advice)),
  });
}

/** The check-up's totals. */
export function useSummary() {
  return useQuery({ queryKey: ["checkup", "summary"], queryFn: () => ok(api.GET("/api/v1/checkup")) });
}
