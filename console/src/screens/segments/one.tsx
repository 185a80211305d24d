// /segments/:id: one segment: its rule, who is in it, its versions, who uses it.
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { isProblem } from "@/app/problem";
import { useCan } from "@/app/session";
import type { SegmentDetail } from "@/app/types";
import { t } from "@/i18n";
import { EmptyState, Icon, Load, Menu, Page, Pill, Skeleton } from "@/ui";
import { useSegment, useTelling } from "./data";
import { forget, useDraft, write } from "./drafts";
import { fromApi, type Rule, same, unfinished } from "./model";
import { Facts } from "./page/Facts";
import { Members } from "./page/Members";
import { NewGroup } from "./page/NewGroup";
import { RulePane } from "./page/Rule";
import { SaveVersion, Settings } from "./page/Save";
import { UsedBy } from "./page/UsedBy";
import { Versions } from "./page/Versions";
import { useActs } from "./list/acts";
import { KIND_TONES } from "./words";
import "./segments.css";
import "./rule.css";

type Tab = "rule" | "members" | "versions" | "uses";

export default function OneSegment() {
  const id = Number(useParams()["id"]);
  const query = useSegment(Number.isSafeInteger(id) ? id : 0);
  if (!(id > 0) || isProblem(query.error, "not_found")) {
    return <Page title={t("ui.segments.title")}><EmptyState kind="nothing" title={t("ui.segments.gone")} text={t("ui.segments.gone.text")} /></Page>;
  }
  if (!query.data) {
    return <Page title={t("ui.segments.title")}><Load query={query} what={t("ui.segments.failed.one")} skeleton={<div className="card"><Skeleton rows={10} height={420} /></div>}>{() => null}</Load></Page>;
  }
  return <Segment key={id} detail={query.data} again={() => void query.refetch()} />;
}

function Segment({ detail, again }: { detail: SegmentDetail; again: () => void }) {
  const { row } = detail;
  const key = String(row.id);
  const saved = useMemo(() => (detail.rule ? fromApi(detail.rule) : null), [detail.rule]);
  const draft = useDraft(key);
  const rule = draft?.rule ?? saved;
  const told = useTelling(useMemo(() => (rule ? [rule] : NONE), [rule]));
  const [address, setAddress] = useSearchParams();
  const tabs: Tab[] = rule ? ["rule", "members", "versions", "uses"] : ["members", "uses"];
  const tab = tabs.find((one) => one === address.get("tab")) ?? tabs[0];
  const [open, setOpen] = useState<"save" | "settings" | "group">();
  const [overlap, setOverlap] = useState<number[]>([]);
  const navigate = useNavigate();
  const may = useCan("segments.edit");
  const mayAsk = useCan("advice.act") && row.members !== null;
  const acts = useActs((gone) => { if (gone) void navigate("/segments"); });
  const changed = draft !== undefined && (saved === null || !same(draft.rule, saved));
  const theirs = () => { forget(key); setOpen(undefined); again(); };
  return (
    <Page title={row.name} note={<Pill tone={KIND_TONES[row.kind]}>{t(`ui.segments.kind.${row.kind}`)}</Pill>} actions={
      <>
        {may && changed && <Button onClick={() => forget(key)}>{t("ui.segments.discard")}</Button>}
        {may && rule && <Button type="primary" disabled={!changed || !told.ready || unfinished(rule, told).length > 0} onClick={() => setOpen("save")}>{t("ui.segments.save.version", { version: row.version + 1 })}</Button>}
        <Menu align="end" label={t("ui.segments.acts.of", { name: row.name })} trigger={<Icon name="more" />} items={[
          ...(may ? [{ id: "settings", label: t("ui.segments.settings"), run: () => setOpen("settings") }] : []),
          ...(mayAsk ? [{ id: "group", label: t("ui.segments.group"), run: () => setOpen("group") }] : []), ...acts.items(row),
        ]} />
      </>
    }>
      <Facts detail={detail} changed={changed} />
      <nav className="views sg-tabs" aria-label={t("ui.shell.views")}>
        {tabs.map((one) => (
          <button key={one} type="button" className={`view${one === tab ? " active" : ""}`} aria-current={one === tab ? "page" : undefined} onClick={() => setAddress(one === tabs[0] ? {} : { tab: one })}>
            {t(`ui.segments.tab.${one}`)}
          </button>
        ))}
      </nav>
      {tab === "rule" && rule && (told.ready
        ? <RulePane draftKey={key} rule={rule} told={told} faults={changed ? [] : detail.faults} overlap={overlap} choose={setOverlap} self={row.id}
            change={may && saved ? (next) => write(key, { rule: saved, version: row.version }, next) : null} />
        : <div className="card"><Skeleton rows={8} height={360} /></div>)}
      {tab === "members" && <Members id={row.id} swept={row.members !== null} />}
      {tab === "versions" && <Versions row={row} may={may} onRestored={() => forget(key)} />}
      {tab === "uses" && <UsedBy uses={detail.used_by} />}
      {open === "save" && rule && <SaveVersion row={row} rule={rule} version={draft?.version ?? row.version} onClose={() => setOpen(undefined)} onSaved={() => { setOpen(undefined); forget(key); }} reload={theirs} />}
      {open === "settings" && <Settings row={row} onClose={() => setOpen(undefined)} />}
      {open === "group" && <NewGroup row={row} onClose={() => setOpen(undefined)} onAsked={() => setAddress({ tab: "members" })} />}
      {acts.dialog}
    </Page>
  );
}

const NONE: Rule[] = [];
