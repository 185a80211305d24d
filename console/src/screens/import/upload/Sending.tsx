import { Button } from "antd";
import { useState } from "react";
import { sentence } from "@/app/problem";
import { t } from "@/i18n";
import { bytes, duration, number } from "@/i18n/format";
import { Icon } from "@/ui";
import { FileList } from "./FileList";
import type { Snapshot } from "./item";
import { queue, useSeldom } from "./useUpload";

/** Files on their way: how far, how fast, what is wrong, and what to press. */
export function Sending({ upload, cancel }: { upload: Snapshot; cancel: () => void }) {
  const [said, setSaid] = useState("");
  const share = upload.size > 0 ? upload.sent / upload.size : 0;
  const line = lineOf(upload);
  useSeldom(() => setSaid(`${Math.floor(share * 100)}% · ${line}`), upload.state === "sending");
  const stopped = upload.state === "stuck" || upload.state === "lost";
  return (
    <section className={`card im-sending${stopped ? " im-stopped" : ""}`} aria-labelledby="im-sending">
      <div className="row">
        <h2 id="im-sending" className="spread">{t(`ui.import.sending.${upload.state}` as "ui.import.sending.sending", { n: upload.items.length })}</h2>
        {(upload.state === "stuck" || upload.retryAt !== null) && <Button type="primary" onClick={() => queue.retry()}>{t("ui.import.go_on")}</Button>}
        <Button onClick={cancel}>{t("ui.import.cancel_upload")}</Button>
      </div>
      <div className="bar" role="progressbar" aria-label={t("ui.import.sending.bar")} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.floor(share * 100)}>
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p className="job-line">{line}</p>
      {upload.error !== null && <p className="im-trouble" role="alert"><Icon name="warn" size={14} /> {troubleOf(upload)}</p>}
      {upload.state === "lost" && <p className="im-trouble"><Icon name="info" size={14} /> {t("ui.import.lost", { n: upload.lost })}</p>}
      <FileList items={upload.items} />
      {upload.state === "sending" && <p className="muted im-small">{t("ui.import.sending.stay")}</p>}
      <p className="hidden-text" role="status">{said}</p>
    </section>
  );
}

function lineOf(upload: Snapshot): string {
  return [
    t("ui.import.sent", { sent: bytes(upload.sent), size: bytes(upload.size) }),
    upload.items.length > 1 ? t("ui.import.sent.files", { done: number(upload.done), n: number(upload.items.length) }) : "",
    upload.rate ? t("ui.job.rate", { rate: bytes(upload.rate) }) : "",
    upload.secondsLeft !== null && upload.state === "sending" ? t("ui.job.eta", { time: duration(upload.secondsLeft) }) : "",
  ].filter(Boolean).join(" · ");
}

/** What is wrong, what is still true, what happens next. */
function troubleOf(upload: Snapshot): string {
  const kept = t("ui.import.kept", { sent: bytes(upload.sent) });
  if (upload.retryAt === null) return `${sentence(upload.error)} ${kept}`;
  return `${t("ui.import.cut_off")} ${kept} ${t("ui.import.again_soon")}`;
}
