// 生命周期: how many stand in which stage, who went where between two days, scores, ties, and the rules behind them.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useRef } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { isOpen, useJobs } from "@/app/jobs";
import { useCommands } from "@/app/commands";
import { useCan } from "@/app/session";
import type { LifecycleView } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { day, relative } from "@/i18n/format";
import { addDays, SPANS, spanOf } from "@/screens/retention/model/view";
import { useRows } from "@/screens/retention/useRows";
import { Bone, Def, EmptyState, JobBar, Load, Page, Skeleton, toast, Verdict } from "@/ui";
import { refresh, useLifecycle } from "./data";
import { Flows } from "./Flows";
import { Funnel } from "./Funnel";
import { readView, type View, writeView } from "./model/view";
import { Rules } from "./Rules";
import { Scores } from "./Scores";
import { Ties } from "./Ties";
import { stageFill } from "./words";
import "@/screens/checkup/detail.css";
import "@/screens/retention/retention.css";
import "./lifecycle.css";

export default function Lifecycle() {
  const [address, setAddress] = useSearchParams();
  const view = useMemo(() => readView(address), [address]);
  const change = (wanted: Partial<View>) => setAddress((before) => writeView({ ...readView(before), ...wanted }), { replace: true, preventScrollReset: true });
  const query = useLifecycle(view);
  const may = useCan("segments.edit");
  const again = useMutation({ meta: { touches: ["lifecycle", "jobs"] }, mutationFn: refresh, onSuccess: () => toast({ text: t("ui.lifecycle.counting") }) });
  const running = useJobs().filter((job) => job.kind === "standing" && isOpen(job));
  useCommands(may ? [{ id: "run:lifecycle", kind: "run", label: t("ui.lifecycle.refresh"), words: t("ui.nav.lifecycle.words"), run: () => again.mutate() }] : []);
  const computed = query.data?.computed_at ?? null;
  return (
    <Page title={t("ui.lifecycle.title")} {...(computed === null ? {} : { note: t("ui.lifecycle.computed", { ago: relative(computed) }) })}
      actions={may && <Button loading={again.isPending} disabled={running.length > 0} onClick={() => again.mutate()}>{t("ui.lifecycle.refresh")}</Button>}>
      {running.map((job) => <div key={job.id} className="card"><JobBar job={job} /></div>)}
      <Load query={query} what={t("ui.lifecycle.failed")} skeleton={<Skeleton height={720}><Bone height={90} /><Bone height={32} /><Bone height={300} /><Bone height={300} /></Skeleton>}>
        {(told) => told.known_since === null ? (
          <EmptyState kind="never" title={t("ui.lifecycle.never")} text={t("ui.lifecycle.never.text")}
            action={may ? <Button type="primary" disabled={running.length > 0} onClick={() => again.mutate()}>{t("ui.lifecycle.refresh")}</Button> : <Link to="/import">{t("ui.retention.nobody.import")}</Link>} />
        ) : <Body told={told} view={view} change={change} old={query.isPlaceholderData} />}
      </Load>
    </Page>
  );
}

function Body({ told, view, change, old }: { told: LifecycleView; view: View; change: (wanted: Partial<View>) => void; old: boolean }) {
  const go = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  useRows(box, t("ui.lifecycle.title"));
  const count = (stage: string) => told.funnel.find((one) => one.stage === stage)?.count ?? 0;
  const all = told.funnel.reduce((sum, one) => sum + one.count, 0);
  return (
    <div ref={box} className={old ? "stack rt-old" : "stack"} aria-busy={old}>
      <Verdict sentence={t("ui.lifecycle.verdict", { all: plain(all), buying: plain(count("buying") + count("repeat")), risk: plain(count("at_risk")), lost: plain(count("lost")) })}
        partsLabel={t("ui.lifecycle.funnel")}
        parts={told.funnel.map((one) => ({ key: one.stage, label: named("stage", one.stage), value: one.count, fill: stageFill(one.stage), onPress: () => void go(`/customers?stage=${one.stage}`) }))}
        aside={<div className="rt-aside"><Def k="stage_spreading">{named("stage", "spreading")}</Def><b>{plain(told.now.spreading)}</b></div>} />
      <Days told={told} change={change} />
      {told.known_since !== null && told.known_since > told.first_day && <p className="form-warn">{t("ui.lifecycle.since", { day: day(told.known_since) })}</p>}
      <Funnel told={told} />
      <Flows told={told} view={view} change={change} />
      <div className="rt-two">
        <Scores scores={told.now.scores} money={view.money} change={change} />
        <Ties told={told} />
      </div>
      <Rules rules={told.rules} />
    </div>
  );
}

function Days({ told, change }: { told: LifecycleView; change: (wanted: Partial<View>) => void }) {
  const { first_day: first, last_day: last } = told;
  const shown = spanOf(first, last) - 1; // from the end of the one day to the end of the other
  return (
    <div className="rt-tools">
      <div className="rt-seg" role="group" aria-label={t("ui.retention.days")}>
        {SPANS.map((days) => <button key={days} type="button" aria-pressed={shown === days} onClick={() => change({ from: addDays(last, -days) })}>{t("unit.days", { n: days })}</button>)}
      </div>
      <label className="rt-date"><span className="hidden-text">{t("ui.lifecycle.first")}</span>
        <input type="date" className="rt-input" value={first} max={last} onChange={(event) => { if (event.target.value) change({ from: event.target.value }); }} /></label>
      <span aria-hidden="true">→</span>
      <label className="rt-date"><span className="hidden-text">{t("ui.lifecycle.last")}</span>
        <input type="date" className="rt-input" value={last} min={first} onChange={(event) => { if (event.target.value) change({ from: first, to: event.target.value }); }} /></label>
    </div>
  );
}
