import { useEffect } from "react";
import { isOpen } from "@/app/jobs";
import { client } from "@/app/query";
import type { ImportView, JobView } from "@/app/types";

/** An import that the list still calls running while its job has ended: it ended before anybody listened. */
export function useEnded(job: JobView | undefined, run: ImportView | undefined): void {
  const ended = !!job && !isOpen(job) && run?.state === "running";
  useEffect(() => {
    if (ended) void client.invalidateQueries({ queryKey: ["imports"] });
  }, [ended]);
}
