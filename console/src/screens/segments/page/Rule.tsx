// The builder: the rule on the left, what it finds on the right.
import { Button } from "antd";
import { useMemo } from "react";
import { useKeys } from "@/app/keys";
import { ApiProblem, sentence as said } from "@/app/problem";
import { t, tk } from "@/i18n";
import { number, percent } from "@/i18n/format";
import { Icon } from "@/ui";
import type { Place } from "@/app/problem";
import { usePreview } from "../data";
import { redo, undo, useDraft } from "../drafts";
import { byLine, levels, MAX_LEVELS, type Rule, type Telling, unfinished } from "../model";
import { editOf } from "../rule/edit";
import { Group } from "../rule/Group";
import { Live } from "./Live";

interface RulePaneProps {
  draftKey: string;
  rule: Rule;
  told: Telling;
  /** Known of the saved rule before it is tried. */
  faults: Place[];
  change: ((rule: Rule) => void) | null;
  overlap: number[];
  choose: (ids: number[]) => void;
  self: number;
}

export function RulePane({ draftKey, rule, told, faults, change, overlap, choose, self }: RulePaneProps) {
  const draft = useDraft(draftKey);
  const missing = useMemo(() => unfinished(rule, told), [rule, told]);
  const preview = usePreview(missing.length > 0 ? null : rule, overlap);
  const problem = preview.error instanceof ApiProblem && preview.error.code === "segment_rule" ? preview.error : null;
  const lines = useMemo(() => byLine(rule, problem ? problem.errors : preview.data || draft ? [] : faults), [rule, problem, preview.data, draft, faults]);
  const edit = useMemo(() => (change ? editOf(rule, change) : null), [rule, change]);
  useKeys([
    { keys: "mod+z", label: t("ui.act.undo"), group: t("ui.segments.title"), run: () => undo(draftKey) },
    { keys: "mod+shift+z", label: t("ui.segments.redo"), group: t("ui.segments.title"), run: () => redo(draftKey) },
  ], change !== null);
  const old = missing.length > 0 || preview.old;
  const note = missing.length > 0 ? t("ui.segments.waits", { n: missing.length }) : problem ? t("ui.segments.wrong", { n: problem.errors.length }) : preview.error ? said(preview.error) : null;
  const top = lines.get("") ?? [];
  const left = preview.data?.left && rule.op === "all" && preview.data.left.length === rule.rules.length + 1 ? preview.data.left : null;
  return (
    <div className="sg-builder">
      <section className={`sg-rule${old ? " sg-old" : ""}`} aria-label={t("ui.segments.rule")}>
        {top.map((fault) => <p key={fault.code} className="sg-fault" role="alert"><Icon name="warn" size={13} /> {tk(fault.code, fault.params, fault.code)}</p>)}
        {levels(rule) > MAX_LEVELS && <p className="sg-fault" role="alert">{t("ui.segments.deep")}</p>}
        <div className="sg-rule-head">
          <span className="muted">{t("ui.segments.customers.for_whom")}</span>
          <span className="spread" />
          {change && (
            <>
              {!!draft?.before.length && <Button size="small" icon={<Icon name="undo" size={13} />} onClick={() => undo(draftKey)}>{t("ui.act.undo")}</Button>}
              {!!draft?.after.length && <Button size="small" onClick={() => redo(draftKey)}>{t("ui.segments.redo")}</Button>}
            </>
          )}
        </div>
        <Group rule={rule} path={[]} told={told} faults={lines} left={left} edit={edit} />
      </section>
      {preview.data?.count != null && (
        <p className={`sg-thumb${old ? " sg-thumb-old" : ""}`} aria-hidden="true">
          <b>{preview.data.count.toLocaleString("en-US")}</b> {preview.data.left?.[0] !== undefined && t("ui.segments.count.of", { all: number(preview.data.left[0]), share: percent(preview.data.left[0] ? preview.data.count / preview.data.left[0] : null) })}
        </p>
      )}
      <Live preview={preview.data} old={old && preview.data !== undefined} note={note} rule={rule} told={told} overlap={overlap} choose={choose} self={self} partial={missing.length > 0}
        retry={preview.error && !problem ? () => void preview.refetch() : null} />
    </div>
  );
}
