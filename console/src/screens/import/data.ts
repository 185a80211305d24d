import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { putJob } from "@/app/jobs";
import type { JobView, UndoView } from "@/app/types";
import type { Draft } from "./draft";

/** What an upload holds, read as the draft says. `files`: another when files came to it. Asked anew when that changes; what was shown stays until then. */
export const inspectionQuery = (upload: number, files: string, { zone, dayFirst, mappings }: Pick<Draft, "zone" | "dayFirst" | "mappings">) =>
  queryOptions({
    queryKey: ["inspection", upload, files, zone, dayFirst, mappings],
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ok(api.POST("/api/v1/uploads/{upload_id}/inspect", {
        params: { path: { upload_id: upload } }, body: { zone, day_first: dayFirst, mappings }, signal,
      })),
  });

export const historyQuery = infiniteQueryOptions({
  queryKey: ["imports", "list"],
  queryFn: ({ pageParam }) => ok(api.GET("/api/v1/imports", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next ?? undefined,
});

const of = (run_id: number) => ({ params: { path: { run_id } } });

export const importQuery = (id: number) =>
  queryOptions({ queryKey: ["imports", id], queryFn: () => ok(api.GET("/api/v1/imports/{run_id}", of(id))) });

export const undoQuery = (id: number, on: boolean) =>
  queryOptions({
    queryKey: ["imports", id, "undo"], enabled: on, staleTime: 0, gcTime: 0,
    queryFn: (): Promise<UndoView> => ok(api.GET("/api/v1/imports/{run_id}/undo", of(id))),
  });

export async function undo(id: number): Promise<void> {
  putJob(await ok(api.POST("/api/v1/imports/{run_id}/undo", of(id))));
}

export const rejectsFile = (id: number) => `/api/v1/imports/${id}/rejects`;

/** Start it; the import's own number, which the job does not tell, is found in the list. */
export async function start(upload: number, draft: Draft, dryRun: boolean): Promise<number> {
  const job: JobView = await ok(api.POST("/api/v1/imports", {
    body: {
      upload_id: upload, zone: draft.zone, private: draft.private, day_first: draft.dayFirst, mappings: draft.mappings,
      staff: draft.staff, house: draft.house, dry_run: dryRun,
    },
  }));
  putJob(job);
  const { items } = await ok(api.GET("/api/v1/imports", {}));
  const run = items.find((one) => one.job_id === job.id) ?? items[0];
  if (!run) throw new Error("an import that was started stands in the list");
  return run.id;
}
