// /segments/new: a rule from nothing, or from a starter.
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useCan } from "@/app/session";
import { named, t } from "@/i18n";
import { EmptyState, ErrorState, Page, Skeleton } from "@/ui";
import { useStarters, useTelling } from "./data";
import { forget, useDraft, write } from "./drafts";
import { fromApi, type Rule, unfinished } from "./model";
import { RulePane } from "./page/Rule";
import { SaveNew } from "./page/Save";
import "./segments.css";
import "./rule.css";

const EMPTY: Rule = { op: "all", rules: [] };

export default function NewSegment() {
  const [address, setAddress] = useSearchParams();
  const from = address.get("from");
  const starters = useStarters(from !== null);
  const chosen = starters.data?.find((one) => one.code === from);
  const begin = useMemo(() => (chosen ? fromApi(chosen.rule) : EMPTY), [chosen]);
  const key = `new:${from ?? ""}`;
  const rule = useDraft(key)?.rule ?? begin;
  const told = useTelling(useMemo(() => [rule], [rule]));
  const [saving, setSaving] = useState(false);
  const [overlap, setOverlap] = useState<number[]>([]);
  const navigate = useNavigate();
  const may = useCan("segments.edit");
  const ready = may && told.ready && rule !== EMPTY && unfinished(rule, told).length === 0;
  const waits = !told.ready || (from !== null && starters.isPending);
  const name = chosen ? named("starter", chosen.code) : "";
  if (!may) return <Page title={t("ui.segments.new")}><EmptyState kind="nothing" title={t("ui.forbidden.title")} text={t("ui.segments.forbidden")} /></Page>;
  return (
    <Page title={name ? t("ui.segments.new.of", { name }) : t("ui.segments.new")} actions={
      <>
        {rule !== begin && <Button onClick={() => { forget(key); if (from) setAddress({}); }}>{t("ui.segments.over")}</Button>}
        <Button type="primary" disabled={!ready} onClick={() => setSaving(true)}>{t("ui.act.save")}</Button>
      </>
    }>
      {told.error && !told.ready ? <ErrorState error={told.error} what={t("ui.segments.failed.names")} retry={told.again} /> : waits ? <div className="card"><Skeleton rows={8} height={360} /></div> : (
        <RulePane draftKey={key} rule={rule} told={told} faults={[]} overlap={overlap} choose={setOverlap} self={0} change={(next) => write(key, { rule: begin, version: 0 }, next)} />
      )}
      {saving && <SaveNew rule={rule} name={name} onClose={() => setSaving(false)} onMade={(id) => { forget(key); void navigate(`/segments/${id}`, { replace: true }); }} />}
    </Page>
  );
}
