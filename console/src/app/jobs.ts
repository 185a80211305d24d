// Long work: told by the server's stream of events, by asking where streams are cut. One stream a tab, kept by the
// shell; everybody else reads the query ["jobs"].
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { setClock } from "@/i18n/format";
import { api, ok } from "./api";
import { client } from "./query";
import { reached } from "./reach";
import { checkBuild } from "./build";
import type { JobView, Status } from "./types";

export const statusQuery = queryOptions({
  queryKey: ["status"],
  queryFn: async () => {
    const status = await ok(api.GET("/api/v1/status"));
    setClock(status.now_at);
    return status;
  },
  refetchInterval: 60_000,
});

let streaming = false;

export const jobsQuery = queryOptions({
  queryKey: ["jobs"],
  queryFn: async () => {
    const { items } = await ok(api.GET("/api/v1/jobs"));
    const before = client.getQueryData<JobView[]>(["jobs"]) ?? [];
    for (const job of items) {
      const known = before.find((one) => one.id === job.id);
      if (known) touch(job, known);
    }
    return items;
  },
  // Also beside a stream: a connection that a proxy or a sleeping laptop left half open looks like a quiet one.
  refetchInterval: (query) => (query.state.data?.some(isOpen) ? (streaming ? 10_000 : 2_000) : streaming ? 120_000 : 15_000),
});

export const isOpen = (job: JobView) => job.state === "queued" || job.state === "running";

export function useStatus(): Status | undefined {
  return useQuery(statusQuery).data;
}

/** The newest fifty jobs, live. */
export function useJobs(): JobView[] {
  return useQuery(jobsQuery).data ?? [];
}

/** One job, live: from the list while it is there, else asked for. */
export function useJob(id: number | null | undefined): JobView | undefined {
  const listed = useJobs().find((job) => job.id === id);
  const asked = useQuery({
    queryKey: ["jobs", id],
    enabled: id !== null && id !== undefined && !listed,
    queryFn: () => ok(api.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: id as number } } })),
  });
  return listed ?? asked.data;
}

export function useJobActs() {
  const path = (job_id: number) => ({ params: { path: { job_id } } });
  const cancel = useMutation({
    mutationFn: (id: number) => ok(api.POST("/api/v1/jobs/{job_id}/cancel", path(id))),
    onSuccess: putJob,
  });
  const resume = useMutation({
    mutationFn: (id: number) => ok(api.POST("/api/v1/jobs/{job_id}/resume", path(id))),
    onSuccess: putJob,
  });
  return { cancel: cancel.mutate, resume: resume.mutate };
}

/** Which areas of the cache an ended job of a kind makes old. */
const TOUCHES: Record<string, string[]> = {
  import: ["imports", "status", "checkup", "tasks"],
  undo: ["imports", "status", "checkup", "tasks"],
  checkup: ["checkup", "status", "tasks"],
  sync: ["connections", "status", "customers", "checkup", "tags"],
  digest: ["digests"],
  deliver: ["webhooks"],
  standing: ["lifecycle", "layers", "customers"],
  autotag: ["tags", "customers"],
  push_tags: ["tags"],
};

/** Put a job that an act answered (or the stream told) into the list. */
export function putJob(job: JobView): void {
  const before = client.getQueryData(jobsQuery.queryKey) ?? [];
  const known = before.find((one) => one.id === job.id);
  client.setQueryData(jobsQuery.queryKey, (known ? before.map((one) => (one.id === job.id ? job : one)) : [job, ...before]));
  touch(job, known);
}

/** What an end that nobody here has seen yet makes old. */
function touch(job: JobView, known: JobView | undefined): void {
  const ended = !isOpen(job) && (!known || isOpen(known));
  for (const area of ended ? (TOUCHES[job.kind] ?? []) : []) void client.invalidateQueries({ queryKey: [area] });
}

function fresh(status: Status): void {
  setClock(status.now_at);
  client.setQueryData(statusQuery.queryKey, status);
  void client.invalidateQueries({ queryKey: ["checkup"] });
}

/** Keeps the stream open while mounted and seen. Survives a restart of the server: waits longer each time, then asks
 *  anew. A tab in the background lets go of it, for a browser opens six connections to a server: the seventh tab would
 *  load for ever. */
export function useJobStream(): void {
  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;

    const close = () => {
      streaming = false;
      clearTimeout(timer);
      source?.close();
      source = undefined;
    };
    const open = () => {
      source = new EventSource("/api/v1/jobs/events");
      source.onopen = () => {
        reached(true);
        streaming = true;
        if (failures > 0) {
          void client.invalidateQueries();
          void checkBuild();
        }
        failures = 0;
      };
      source.addEventListener("job", (event) => putJob(JSON.parse(event.data) as JobView));
      source.addEventListener("fresh", (event) => fresh(JSON.parse(event.data) as Status));
      source.onerror = () => {
        source?.close();
        streaming = false;
        failures += 1;
        void client.invalidateQueries({ queryKey: jobsQuery.queryKey }); // begins to poll; also tells "unreachable"
        timer = setTimeout(open, Math.min(30_000, 500 * 2 ** failures) * (0.7 + Math.random() * 0.6));
      };
    };

    const seen = () => {
      close();
      if (document.hidden) return;
      open();
      void client.invalidateQueries(); // nobody told what happened meanwhile
    };

    if (!document.hidden) open();
    document.addEventListener("visibilitychange", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      close();
    };
  }, []);
}
