import { Button } from "antd";
import { useState } from "react";
import { isOpen, useJobActs } from "@/app/jobs";
import { useCan } from "@/app/session";
import type { JobView } from "@/app/types";
import { t, tk } from "@/i18n";
import { bytes, duration, number, percent } from "@/i18n/format";
import { Icon } from "@/ui";
import { useSeldom } from "../upload/useUpload";

/** An import under way, or one that stopped: how far, what stays, what to press. */
export function Running({ job, dry }: { job: JobView | undefined; dry: boolean }) {
  const { cancel, resume } = useJobActs();
  const may = useCan("imports.run");
  const [said, setSaid] = useState("");
  const open = !!job && isOpen(job);
  const share = job?.total ? Math.min(1, job.done / job.total) : null;
  useSeldom(() => setSaid(share === null ? t("ui.job.queued") : t("ui.import.read", { share: percent(share) })), open);
  if (!job) return null;
  if (job.state === "done") return null;
  const file = job.note?.["file"];
  return (
    <div className={`im-running${open ? "" : " im-halted"}`}>
      {open && (
        <div className={`bar${share === null ? " bar-unknown" : ""}`} role="progressbar" aria-label={t("ui.import.running.bar")}
          aria-valuemin={0} aria-valuemax={100} aria-valuenow={share === null ? undefined : Math.floor(share * 100)}>
          <span style={{ width: share === null ? undefined : `${share * 100}%` }} />
        </div>
      )}
      <div className="im-running-line">
        <div className="spread">
          {!open && <p className="im-trouble" role="alert"><Icon name="warn" size={14} /> {stopped(job)}</p>}
          <p>{lineOf(job)}</p>
          {open && typeof file === "string" && <p className="muted im-small"><bdi>{t("ui.import.in_hand", { name: file })}</bdi></p>}
          <p className="muted im-small">{t(dry ? "ui.import.dry.kept" : open ? "ui.import.cancel.kept" : "ui.import.halted.kept")} {open && t("ui.job.leave")}</p>
        </div>
        {may && open && job.cancellable && <Button onClick={() => cancel(job.id)}>{t(dry ? "ui.import.cancel.try" : "ui.import.cancel")}</Button>}
        {may && !open && job.resumable && <Button type="primary" onClick={() => resume(job.id)}>{t("ui.import.go_on")}</Button>}
      </div>
      <p className="hidden-text" role="status">{said}</p>
    </div>
  );
}

function lineOf(job: JobView): string {
  if (job.state === "queued") return t("ui.job.queued");
  const rows = job.note?.["rows"];
  return [
    job.total ? t("ui.import.read.of", { done: bytes(job.done), total: bytes(job.total) }) : "",
    typeof rows === "number" ? t("ui.import.rows", { n: number(rows) }) : "",
    job.rate && isOpen(job) ? t("ui.job.rate", { rate: bytes(job.rate) }) : "",
    job.eta_s && isOpen(job) ? t("ui.job.eta", { time: duration(job.eta_s) }) : "",
  ].filter(Boolean).join(" · ");
}

function stopped(job: JobView): string {
  if (job.state === "cancelled") return t("ui.import.cancelled");
  return job.error ? tk(`error.${String(job.error["code"])}`, job.error["params"] as never, t("ui.job.failed")) : t("ui.job.failed");
}
