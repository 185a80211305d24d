// What the server says of the check-up. Keys begin with "checkup": an ended job of that kind makes them all old.
import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { api, ok } from "@/app/api";
import { isProblem } from "@/app/problem";
import { client } from "@/app/query";
import type { GroupRow } from "@/app/types";

const FIRST = 250; // little, so that the screen is not empty while the rest comes
const PAGE = 1000;

export const summaryQuery = queryOptions({
  queryKey: ["checkup", "summary"],
  queryFn: () => ok(api.GET("/api/v1/checkup")),
});

type Rows = { items: GroupRow[]; next?: string | null };
interface Pages {
  pages: Rows[];
  pageParams: unknown[];
}
const ROWS = ["checkup", "rows"];

const rowsQuery = {
  queryKey: ROWS,
  initialPageParam: "",
  queryFn: ({ pageParam }: { pageParam: string }): Promise<Rows> =>
    ok(api.GET("/api/v1/checkup/groups", { params: { query: pageParam ? { cursor: pageParam, limit: PAGE } : { limit: FIRST } } })),
  getNextPageParam: (last: Rows) => last.next ?? undefined,
};

/** All groups in sight of the viewer, page after page; the first page shows at once. */
export function useRows() {
  const query = useInfiniteQuery(rowsQuery);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, data, error } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, data]);
  // A newer check-up was made between two pages: begin again, with the old rows on the screen meanwhile.
  useEffect(() => { if (isProblem(error, "checkup_moved")) void client.invalidateQueries({ queryKey: ROWS }); }, [error]);
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return { ...query, rows, whole: !hasNextPage };
}

/** Show what an act that the server has answered did to these groups; the lists are fetched again behind it. */
export function patchDecisions(ids: Iterable<string>, change: (row: GroupRow) => GroupRow["decision"]): void {
  const touched = new Set(ids);
  client.setQueryData<Pages>(ROWS, (old) => old && {
    ...old,
    pages: old.pages.map((page) => ({
      ...page,
      items: page.items.map((row) => (touched.has(row.id) ? { ...row, decision: change(row) } : row)),
    })),
  });
  void client.invalidateQueries({ queryKey: ["checkup"] });
  void client.invalidateQueries({ queryKey: ["tasks"] });
}

export function useDetail(id: string) {
  return useQuery({
    queryKey: ["checkup", "group", id],
    queryFn: () => ok(api.GET("/api/v1/checkup/groups/{group_id}", { params: { path: { group_id: id } } })),
  });
}

export const operatorsQuery = queryOptions({
  queryKey: ["checkup", "operators"],
  queryFn: async () => (await ok(api.GET("/api/v1/checkup/operators"))).items,
});

export const blastsQuery = queryOptions({
  queryKey: ["checkup", "blasts"],
  queryFn: async () => (await ok(api.GET("/api/v1/checkup/blasts"))).items,
});

export function useCompare(from: string, to: string) {
  return useQuery({
    queryKey: ["checkup", "compare", from, to],
    enabled: from !== "" && to !== "",
    placeholderData: (old) => old,
    queryFn: () => ok(api.GET("/api/v1/checkup/compare", { params: { query: { from, to } } })),
  });
}
