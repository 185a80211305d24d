// A condition on customers, written as a segment is; and what the tag would then be worth.
import { useMemo, useState } from "react";
import type { TagList, TagRuleView } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { percent } from "@/i18n/format";
import { ErrorState, Icon, Skeleton } from "@/ui";
import { usePaused, useTelling } from "@/screens/segments/data";
import { forget, useDraft, write } from "@/screens/segments/drafts";
import { fromApi, type Rule, toApi, unfinished } from "@/screens/segments/model";
import { RulePane } from "@/screens/segments/page/Rule";
import { useConditionTry } from "../data";
import { tagOf } from "../model/tags";
import { howOf } from "./how";
import { Options } from "./Options";

const EMPTY: Rule = { op: "all", rules: [] };

export function ConditionEditor({ id, kept, may, list }: { id: number; kept: TagRuleView | null; may: boolean; list: TagList }) {
  const begin = useMemo(() => (kept?.rule ? fromApi(kept.rule) : EMPTY), [kept]);
  const draftKey = `tag:${id}:${kept?.version ?? 0}`;
  const rule = useDraft(draftKey)?.rule ?? begin;
  const told = useTelling(useMemo(() => [rule], [rule]));
  const [how, setHow] = useState(() => howOf(kept));
  const [overlap, setOverlap] = useState<number[]>([]);
  if (told.error && !told.ready) return <ErrorState error={told.error} what={t("ui.segments.failed.names")} retry={told.again} />;
  if (!told.ready) return <div className="card"><Skeleton rows={8} height={360} /></div>;
  const whole = rule !== EMPTY && unfinished(rule, told).length === 0;
  return (
    <>
      <Outcome id={id} rule={whole ? rule : null} list={list} />
      <RulePane draftKey={draftKey} rule={rule} told={told} faults={[]} overlap={overlap} choose={setOverlap} self={0}
        change={may ? (next) => write(draftKey, { rule: begin, version: 0 }, next) : null} />
      <Options id={id} how={how} change={setHow} condition says={whole ? { rule: toApi(rule) } : null} may={may} kept={() => forget(draftKey)} />
    </>
  );
}

/** Whether the tag would tell anybody apart: asked for after a pause. */
function Outcome({ id, rule, list }: { id: number; rule: Rule | null; list: TagList }) {
  const asked = usePaused(rule);
  const { data, error, isPlaceholderData } = useConditionTry(id, asked);
  if (!rule || (!data && !error)) return <p className="muted" aria-live="polite">{t("ui.tags.try.waits")}</p>;
  if (error || !data) return <p className="muted" aria-live="polite">{t("ui.tags.try.wrong")}</p>;
  const other = data.same_as === null ? undefined : tagOf(list, data.same_as);
  return (
    <div aria-live="polite" className={isPlaceholderData || asked !== rule ? "tg-old" : undefined}>
      <p className="tg-outcome">{t("ui.tags.try", { n: data.count, all: plain(data.customers), share: percent(data.customers ? data.count / data.customers : null) })}</p>
      {data.splits && <p className="tg-blunt"><Icon name="warn" size={13} /> {data.splits === "same" && other ? t("ui.tags.same_as", { name: other.label }) : named("tag_splits", data.splits)}</p>}
    </div>
  );
}
