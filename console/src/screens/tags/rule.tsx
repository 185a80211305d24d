// /segments/tags/:id: the rule that puts a tag on: a condition on customers, or words in what they write. Tried first.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { useCan } from "@/app/session";
import type { TagList, TagRuleView } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { plain } from "@/i18n/fill";
import { relative } from "@/i18n/format";
import { ConfirmAct, EmptyState, Load, Page, Pill, Skeleton } from "@/ui";
import { removeRule, setRule, switchRule, tagsQuery, useTagRule } from "./data";
import { tagOf } from "./model/tags";
import { ConditionEditor } from "./rule/Condition";
import { draftOf } from "./rule/how";
import { WordsEditor } from "./rule/Words";
import "@/screens/retention/retention.css";
import "@/screens/segments/segments.css";
import "@/screens/segments/rule.css";
import "./tags.css";

type Kind = "rule" | "words";
const KINDS: Kind[] = ["rule", "words"];

export default function TagRule() {
  const id = Number(useParams()["id"]);
  const query = useQuery(tagsQuery);
  const found = query.data && tagOf(query.data, id);
  return (
    <Page title={found ? t("ui.tags.rule.title", { name: found.label }) : t("ui.tags.rule")} actions={<Link to="/segments/tags">{t("ui.tags.back")}</Link>}>
      <Load query={query} what={t("ui.tags.failed")} skeleton={<div className="card"><Skeleton rows={10} /></div>}>
        {(list) => found ? <Kept key={id} id={id} list={list} has={found.tag.rule !== null} /> : <EmptyState kind="nothing" title={t("ui.tags.rule.no_tag")} action={<Link to="/segments/tags">{t("ui.tags.back")}</Link>} />}
      </Load>
    </Page>
  );
}

function Kept({ id, list, has }: { id: number; list: TagList; has: boolean }) {
  const rule = useTagRule(id, has);
  if (!has) return <Editors id={id} list={list} kept={null} />;
  return (
    <Load query={rule} what={t("ui.tags.rule.failed.load")} skeleton={<div className="card"><Skeleton rows={10} /></div>}>
      {(kept) => <Editors key={kept.version} id={id} list={list} kept={kept} />}
    </Load>
  );
}

function Editors({ id, list, kept }: { id: number; list: TagList; kept: TagRuleView | null }) {
  const [kind, setKind] = useState<Kind>(kept?.kind ?? "rule");
  const may = useCan("segments.edit");
  const seen = useCan("customers.see"); // examples quote what customers wrote
  const count = tagOf(list, id)?.tag.figures.count ?? 0;
  const props = { id, kept, may };
  return (
    <div className="tg-rule">
      {kept && <State id={id} kept={kept} may={may} count={count} />}
      {may && (
        <div className="rt-seg" role="group" aria-label={t("ui.tags.rule.kind")}>
          {KINDS.map((one) => <button key={one} type="button" aria-pressed={kind === one} onClick={() => setKind(one)}>{t(`ui.tags.rule.by.${one}`)}</button>)}
        </div>
      )}
      {kept && kind !== kept.kind && <p className="form-warn">{t("ui.tags.rule.other")}</p>}
      {kind === "words" ? <WordsEditor {...props} tries={seen} /> : <ConditionEditor {...props} list={list} />}
    </div>
  );
}

function State({ id, kept, may, count }: { id: number; kept: TagRuleView; may: boolean; count: number }) {
  const [act, setAct] = useState<"switch" | "remove" | null>(null);
  const close = () => setAct(null);
  const wrong = kept.error && (tk(`error.${kept.error.code}`, kept.error.params as never, "") || named("fault", kept.error.code));
  return (
    <section className="card row">
      <Pill tone={kept.error ? "danger" : kept.on ? "alive" : "dead"}>{t(kept.error ? "ui.tags.rule.failed" : kept.on ? "ui.tags.rule.on" : "ui.tags.rule.off")}</Pill>
      <span className="spread">{wrong ?? (kept.ran_at === null ? t("ui.tags.rule.never") : t("ui.tags.rule.ran", { ago: relative(kept.ran_at) }))}</span>
      {may && <Button onClick={() => setAct("switch")}>{t(kept.on ? "ui.tags.rule.rest" : "ui.tags.rule.wake")}</Button>}
      {may && <Button danger onClick={() => setAct("remove")}>{t("ui.tags.rule.remove")}</Button>}
      <ConfirmAct open={act === "switch"} onClose={close} title={t(kept.on ? "ui.tags.rule.rest" : "ui.tags.rule.wake")} act={t(kept.on ? "ui.tags.rule.rest" : "ui.tags.rule.wake")}
        done={t(kept.on ? "ui.tags.rule.rested" : "ui.tags.rule.woken")} run={() => switchRule(id, !kept.on)} undo={() => switchRule(id, kept.on)}>
        <p>{t(kept.on ? "ui.tags.rule.rest.text" : "ui.tags.rule.wake.text", { n: plain(count) })}</p>
      </ConfirmAct>
      <ConfirmAct open={act === "remove"} onClose={close} title={t("ui.tags.rule.remove")} danger act={t("ui.tags.rule.remove")}
        done={t("ui.tags.rule.removed")} run={() => removeRule(id)} undo={() => setRule(id, draftOf(kept))}>
        <p>{t("ui.tags.rule.remove.text", { n: plain(count) })}</p>
      </ConfirmAct>
    </section>
  );
}
