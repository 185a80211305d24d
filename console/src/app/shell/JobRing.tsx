import { useEffect, useRef } from "react";
import { isOpen, useJobs } from "@/app/jobs";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { jobLine, jobTitle, JobBar } from "@/ui/JobBar";
import { Pop } from "@/ui/Pop";
import { EmptyState } from "@/ui/states";
import { toast } from "@/ui/toast";

const RECENT_MS = 10 * 60_000;
const TELL_AFTER_MS = 10_000;
const ROUND = 2 * Math.PI * 7;

/** Long work at a glance: a ring that fills, and the list behind it. */
export function JobRing() {
  const jobs = useJobs();
  const open = jobs.filter(isOpen);
  const recent = jobs.filter((job) => !isOpen(job) && clock() - (job.finished_at ?? 0) < RECENT_MS).slice(0, 4);
  const known = open.filter((job) => job.total);
  const share = known.length ? known.reduce((sum, job) => sum + Math.min(1, job.done / (job.total ?? 1)), 0) / known.length : 0.25;
  useEndings();
  if (!open.length && !recent.length) return null;
  const label = open.length ? t("ui.job.running", { n: open.length }) : t("ui.job.none");
  return (
    <Pop align="end" label={label} className={open.length ? "ring ring-on" : "ring"} panelClass="ring-panel" trigger={
      <>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <circle cx="10" cy="10" r="7" className="ring-ground" />
          {open.length > 0 && (
            <circle cx="10" cy="10" r="7" className={known.length ? "ring-done" : "ring-done ring-turn"}
              strokeDasharray={`${share * ROUND} ${ROUND}`} transform="rotate(-90 10 10)" />
          )}
        </svg>
        {open.length > 0 && <span>{open.length}</span>}
      </>
    }>
      {open.length === 0 && <EmptyState kind="done" compact title={t("ui.job.none")} />}
      {[...open, ...recent].map((job) => <JobBar key={job.id} job={job} />)}
      {open.length > 0 && <p className="muted">{t("ui.job.leave")}</p>}
    </Pop>
  );
}

/** Says that long work has ended; what was short needs no word. */
function useEndings(): void {
  const jobs = useJobs();
  const before = useRef<Set<number>>(new Set());
  useEffect(() => {
    for (const job of jobs) {
      const long = (job.finished_at ?? 0) - job.created_at > TELL_AFTER_MS;
      if (!isOpen(job) && before.current.has(job.id) && (long || job.state === "failed")) {
        toast({ text: `${jobTitle(job)}: ${jobLine(job)}`, tone: job.state === "failed" ? "danger" : "plain" });
      }
    }
    before.current = new Set(jobs.filter(isOpen).map((job) => job.id));
  }, [jobs]);
}
