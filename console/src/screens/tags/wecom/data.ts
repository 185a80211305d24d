// Which groups of tags are kept in WeCom too, what that would come to, and having it brought level.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { isOpen, useJobs } from "@/app/jobs";
import { client } from "@/app/query";
import type { JobView, KeptTagGroup, TagPlace } from "@/app/types";

/** Asked again while a push may be under way: marks are counted as they are put on. */
export const keptQuery = queryOptions({
  queryKey: ["tags", "wecom"],
  staleTime: 10_000,
  refetchInterval: 15_000,
  queryFn: ({ signal }) => ok(api.GET("/api/v1/tags/wecom", { signal })),
});

/** What keeping a group there would come to; of one that is kept, what is not level yet. */
export function useKeeping(group_id: number, connection_id: number, job: JobView | undefined) {
  return useQuery({
    queryKey: ["tags", "wecom", "preview", group_id, connection_id, job?.id ?? null],
    enabled: job === undefined,
    retry: false,
    staleTime: 10_000,
    queryFn: ({ signal }) =>
      ok(api.POST("/api/v1/tags/groups/{group_id}/wecom/preview", { signal, params: { path: { group_id } }, body: { connection_id } })),
  });
}

/** The push to a connection, if one is under way. */
export function usePush(place: Pick<TagPlace, "name">): JobView | undefined {
  return useJobs().find((job) => job.kind === "push_tags" && isOpen(job) && job.subject === place.name);
}

export async function keep(group_id: number, connection_id: number, on: boolean): Promise<void> {
  await ok(api.POST("/api/v1/tags/groups/{group_id}/wecom", { params: { path: { group_id } }, body: { connection_id, on } }));
  await Promise.all([["tags", "wecom"], ["jobs"]].map((queryKey) => client.invalidateQueries({ queryKey })));
}

export const push = (connection_id: number) => ok(api.POST("/api/v1/tags/wecom/push", { body: { connection_id } }));

/** Whether something of a group could not be written. */
export const isRefused = (one: KeptTagGroup): boolean =>
  Object.keys(one.refused_tags).length > 0 || Object.keys(one.refused_pairs).length > 0;
