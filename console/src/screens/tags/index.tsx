// 标签: groups and their tags, whom they tell apart and whom they don't, and the names that only data knows.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useCommands } from "@/app/commands";
import { useCan } from "@/app/session";
import type { TagList } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { useText } from "@/screens/checkup/useText";
import { Layers, layerPath } from "@/screens/layers/List";
import { useRows } from "@/screens/retention/useRows";
import { Bone, EmptyState, Load, Page, Skeleton, toast, Verdict } from "@/ui";
import { type Act, Acts } from "./acts/Acts";
import { runRules, tagsQuery } from "./data";
import { Group } from "./Group";
import { readView, SHOWS, type Show, shown, strays, summaryOf, type View, writeView } from "./model/tags";
import { Unmanaged } from "./Unmanaged";
import "@/screens/retention/retention.css";
import "./tags.css";

/** Tags, or layers: two views of one place. */
export default function TagsAndLayers() {
  const [address, setAddress] = useSearchParams();
  const layers = address.get("view") === "layers";
  const may = useCan("segments.edit");
  const tabs = (
    <nav className="rt-seg tg-views" aria-label={t("ui.shell.views")}>
      {[false, true].map((on) => <button key={String(on)} type="button" aria-pressed={on === layers} onClick={() => setAddress(on ? { view: "layers" } : {})}>{t(on ? "ui.layers.title" : "ui.tags.title")}</button>)}
    </nav>
  );
  if (!layers) return <Tags tabs={tabs} />;
  return (
    <Page title={t("ui.layers.title")} note={tabs} actions={may && <Link to={layerPath("new")}><Button type="primary" tabIndex={-1}>{t("ui.layers.new")}</Button></Link>}>
      <Layers />
    </Page>
  );
}

function Tags({ tabs }: { tabs: ReactNode }) {
  const query = useQuery(tagsQuery);
  const may = useCan("segments.edit");
  const [act, setAct] = useState<Act | null>(null);
  const run = useMutation({
    meta: { touches: ["jobs"] }, mutationFn: runRules,
    onSuccess: (told) => toast({ text: t(told.job_id === null ? "ui.tags.run.already" : "ui.tags.run.asked") }),
  });
  useCommands(may ? [
    { id: "act:tag", kind: "act", label: t("ui.tags.new"), words: t("ui.nav.tags.words"), run: () => setAct({ kind: "tag" }) },
    { id: "act:tag-group", kind: "act", label: t("ui.tags.group.new"), words: t("ui.nav.tags.words"), run: () => setAct({ kind: "group" }) },
    { id: "run:tags", kind: "run", label: t("ui.tags.run"), words: t("ui.nav.tags.words"), run: () => run.mutate() },
  ] : []);
  const ruled = !!query.data?.groups.some((group) => group.tags.some((tag) => tag.rule));
  return (
    <Page title={t("ui.tags.title")} note={tabs} actions={may && query.data && (
      <>
        {ruled && <Button loading={run.isPending} onClick={() => run.mutate()}>{t("ui.tags.run")}</Button>}
        <Button onClick={() => setAct({ kind: "group" })}>{t("ui.tags.group.new")}</Button>
        <Button type="primary" disabled={query.data.groups.length === 0} onClick={() => setAct({ kind: "tag" })}>{t("ui.tags.new")}</Button>
      </>
    )}>
      <Load query={query} what={t("ui.tags.failed")} skeleton={<Skeleton height={640}><Bone height={64} /><Bone height={32} /><Bone height={220} /><Bone height={220} /></Skeleton>}>
        {(list) => <Body list={list} may={may} act={setAct} />}
      </Load>
      {query.data && <Acts act={act} list={query.data} close={() => setAct(null)} />}
    </Page>
  );
}

function Body({ list, may, act }: { list: TagList; may: boolean; act: (act: Act) => void }) {
  const [address, setAddress] = useSearchParams();
  const view = useMemo(() => readView(address), [address]);
  const change = (wanted: Partial<View>) => setAddress((before) => writeView({ ...readView(before), ...wanted }), { replace: true, preventScrollReset: true });
  const text = useText(view.q, (q) => change({ q }));
  const meant = { ...view, q: text.meant };
  const box = useRef<HTMLDivElement>(null);
  const clear = () => { text.set(""); change({ q: "", show: "all" }); };
  useRows(box, t("ui.tags.title"), clear);
  const groups = shown(list.groups, meant);
  const loose = strays(list.unmanaged, meant);
  const told = summaryOf(list);
  if (told.groups === 0 && told.unmanaged === 0) {
    return <EmptyState kind="never" title={t("ui.tags.none")} text={t("ui.tags.none.text")}
      action={may && <Button type="primary" onClick={() => act({ kind: "group" })}>{t("ui.tags.group.new")}</Button>} />;
  }
  return (
    <div ref={box} className="stack">
      <Verdict sentence={t(told.blunt ? "ui.tags.verdict.blunt" : "ui.tags.verdict", { n: told.tags, groups: told.groups, blunt: told.blunt })}
        aside={told.unmanaged > 0 && <div className="rt-aside">{t("ui.tags.unmanaged")}<b>{plain(told.unmanaged)}</b></div>} />
      <div className="rt-tools">
        <input type="search" className="rt-input tg-find" data-filter {...text.field} placeholder={t("ui.tags.find")} aria-label={t("ui.tags.find")} />
        <select className="rt-input" aria-label={t("ui.tags.show")} value={view.show} onChange={(event) => change({ show: event.target.value as Show })}>
          {SHOWS.map((one) => <option key={one} value={one}>{t(`ui.tags.show.${one}`)}</option>)}
        </select>
        {told.failed > 0 && <span className="rt-wrong">{t("ui.tags.rules.failed", { n: told.failed })}</span>}
      </div>
      {groups.length === 0 && loose.length === 0 && (
        <EmptyState kind={view.show === "splits" && !meant.q.trim() ? "done" : "nothing"}
          title={t(view.show === "splits" && !meant.q.trim() ? "ui.tags.splits.done" : "ui.tags.nothing")}
          action={<Button onClick={clear}>{t("ui.act.clear")}</Button>} />
      )}
      {groups.map((group) => <Group key={group.id} group={group} list={list} may={may} act={act} />)}
      {loose.length > 0 && <Unmanaged tags={loose} may={may} all={list.customers} />}
    </div>
  );
}
