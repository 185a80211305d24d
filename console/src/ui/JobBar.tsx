import { Button } from "antd";
import { isOpen, useJobActs } from "@/app/jobs";
import type { JobView } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { clock, duration, instant, number, relative } from "@/i18n/format";

/** What a job is, in words: "Import · chats.zip". */
export function jobTitle(job: JobView): string {
  const kind = named("ui.job.kind", job.kind);
  return job.subject ? t("ui.job.title", { kind, subject: job.subject }) : kind;
}

export function jobLine(job: JobView): string {
  if (job.state === "failed") return job.error ? tk(`error.${job.error.code}`, job.error.params as never, job.error.code) : t("ui.job.failed");
  if (!isOpen(job)) return `${t(`ui.job.${job.state}` as "ui.job.done")} · ${relative(job.finished_at)}`;
  if (job.state === "queued") return job.run_at > clock() ? t("ui.job.later", { time: instant(job.run_at) }) : t("ui.job.queued");
  const parts = [
    job.total ? t("ui.job.of", { done: number(job.done), total: number(job.total) }) : t("ui.job.so_far", { done: number(job.done) }),
    job.rate ? t("ui.job.rate", { rate: number(job.rate) }) : "",
    job.eta_s ? t("ui.job.eta", { time: duration(job.eta_s) })
      : !job.total && job.started_at ? duration((clock() - job.started_at) / 1000) : "",
  ];
  return parts.filter(Boolean).join(" · ");
}

/** One job: title, bar, what may be done. An unknown total never becomes a percentage. */
export function JobBar({ job, acts = true }: { job: JobView; acts?: boolean }) {
  const { cancel, resume } = useJobActs();
  const share = job.total ? Math.min(1, job.done / job.total) : null;
  return (
    <div className={`job job-${job.state}`}>
      <div className="row">
        <span className="job-title ellipsis spread" title={jobTitle(job)}>{jobTitle(job)}</span>
        {acts && job.cancellable && isOpen(job) && <Button size="small" onClick={() => cancel(job.id)}>{t("ui.act.cancel")}</Button>}
        {acts && job.resumable && <Button size="small" onClick={() => resume(job.id)}>{t("ui.act.resume")}</Button>}
      </div>
      {isOpen(job) && (
        <div className={`bar${share === null ? " bar-unknown" : ""}`} role="progressbar" aria-label={jobTitle(job)}
          aria-valuemin={0} aria-valuemax={100} aria-valuenow={share === null ? undefined : Math.round(share * 100)}>
          <span style={{ width: share === null ? undefined : `${share * 100}%` }} />
        </div>
      )}
      <p className="job-line">{jobLine(job)}</p>
    </div>
  );
}
