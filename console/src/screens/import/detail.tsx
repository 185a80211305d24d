import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { Button } from "antd";
import { isOpen, useJob, useJobs } from "@/app/jobs";
import { useCan } from "@/app/session";
import type { ImportDetail } from "@/app/types";
import { t } from "@/i18n";
import { day, instant, number } from "@/i18n/format";
import { JobBar, Load, Page, Pill } from "@/ui";
import { importQuery } from "./data";
import { State } from "./history/Runs";
import { Figures } from "./result/Figures";
import { Names } from "./result/Names";
import { Outcomes } from "./result/Outcomes";
import { Rejects } from "./result/Rejects";
import { Running } from "./result/Running";
import { Tasks } from "./result/Tasks";
import { Undo } from "./result/Undo";
import { useEnded } from "./result/useEnded";
import { nameOf } from "./words";
import "./import.css";

/** One import: how far it is, what it brought, and how to take it back. */
export default function ImportPage() {
  const id = Number(useParams()["id"]) || 0;
  const query = useQuery(importQuery(id));
  const run = query.data?.run;
  const may = useCan("imports.run");
  const taking = useJobs().find((job) => job.kind === "undo" && isOpen(job) && job.subject === run?.name);
  return (
    <Page title={run ? nameOf(run) : t("ui.import.title")} note={run && <Said detail={query.data as ImportDetail} />}
      actions={run && (
        <>
          {!run.dry_run && run.state === "done" && <Link to="/checkup"><Button type="primary" tabIndex={-1}>{t("ui.import.to_checkup")}</Button></Link>}
          {may && run.undoable && !taking && <Undo run={run} />}
        </>
      )}>
      {taking && <div className="card"><JobBar job={taking} /></div>}
      <Load query={query} what={t("ui.import.one.failed")}>{(detail) => <Loaded detail={detail} />}</Load>
    </Page>
  );
}

function Loaded({ detail }: { detail: ImportDetail }) {
  const { run } = detail;
  const job = useJob(run.job_id);
  useEnded(job, run);
  const halted = run.state === "failed" || run.state === "cancelled";
  return (
    <div className="stack">
      {(run.state === "running" || halted) && job && <section className="card"><Running job={job} dry={run.dry_run} /></section>}
      {run.state !== "running" && (
        <section className="card">
          <p className="im-sum">{sumOf(detail)}</p>
          <Figures detail={detail} />
          <Rejects detail={detail} />
        </section>
      )}
      <Tasks run={run.id} />
      <Outcomes detail={detail} />
      <Names title={t("ui.import.unmatched", { n: detail.unmatched.length })} text={t("ui.import.unmatched.text")} names={detail.unmatched} />
      <Names title={t("ui.import.robots", { n: detail.guessed.length })} text={t("ui.import.robots.text")} names={detail.guessed} />
    </div>
  );
}

/** The one sentence on what came of it. */
function sumOf({ run }: ImportDetail): string {
  const facts = number(run.facts);
  if (run.state === "undone") return t("ui.import.sum.undone", { at: instant(run.undone_at) });
  if (run.dry_run) return t("ui.import.sum.dry", { facts });
  if (run.facts === 0) return t("ui.import.sum.nothing");
  return t(run.state === "done" ? "ui.import.sum.done" : "ui.import.sum.part", { facts });
}

function Said({ detail: { run, zone, last_day } }: { detail: ImportDetail }) {
  const words = [
    instant(run.started_at), run.by ?? t("ui.import.by.cli"), zone ? t("ui.import.in_zone", { zone }) : "",
    last_day ? t("ui.import.to_day", { day: day(last_day) }) : "",
  ];
  return (
    <span className="row im-said">
      <State run={run} />
      {words.filter(Boolean).join(" · ")}
      {run.state === "done" && run.facts === 0 && !run.dry_run && <Pill tone="unknown">{t("ui.import.no_news")}</Pill>}
    </span>
  );
}
