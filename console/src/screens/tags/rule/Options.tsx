// How the tag is put on, and the button that keeps the rule.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { sentence } from "@/app/problem";
import type { TagRuleDraft } from "@/app/types";
import { t } from "@/i18n";
import { Def, toast } from "@/ui";
import { setRule } from "../data";
import { daysIn } from "../model/tags";
import { confidenceIn, type How } from "./how";

interface OptionsProps {
  id: number;
  how: How;
  change: (how: How) => void;
  condition: boolean;
  /** The rule's own part; null: not whole yet. */
  says: Pick<TagRuleDraft, "rule"> | { words: TagRuleDraft["words"] } | null;
  may: boolean;
  /** Kept: what was written is no draft any more. */
  kept?: () => void;
}

export function Options({ id, how, change, condition, says, may, kept }: OptionsProps) {
  const confidence = confidenceIn(how.confidence);
  const until = daysIn(how.until);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: () => setRule(id, { rule: null, ...says, remove_when_left: how.remove, confidence: confidence ?? 100, on: how.on, ...(until ? { until_days: until } : {}) }),
    onSuccess: () => {
      kept?.();
      toast({ text: t(how.on ? "ui.tags.rule.saved" : "ui.tags.rule.saved.off") });
    },
  });
  if (!may) return null;
  const ready = says !== null && confidence !== undefined && until !== undefined;
  return (
    <section className="card stack" aria-label={t("ui.tags.how")}>
      <div className="tg-how">
        <span className="row"><Def k="tag_confidence">{t("ui.tags.confidence")}</Def>
          <input className="rt-input" inputMode="numeric" aria-label={t("ui.tags.confidence")} aria-invalid={confidence === undefined} value={how.confidence} onChange={(event) => change({ ...how, confidence: event.target.value })} /> %</span>
        <span className="row">{t("ui.tags.until")}
          <input className="rt-input" inputMode="numeric" aria-label={t("ui.tags.until")} aria-invalid={until === undefined} value={how.until} onChange={(event) => change({ ...how, until: event.target.value })} /> {t("ui.tags.until.unit")}</span>
        {condition && <label><input type="checkbox" checked={how.remove} onChange={(event) => change({ ...how, remove: event.target.checked })} /> {t("ui.tags.remove_when_left")}</label>}
        <label><input type="checkbox" checked={how.on} onChange={(event) => change({ ...how, on: event.target.checked })} /> {t("ui.tags.rule.run_now")}</label>
        <span className="spread" />
        <Button type="primary" disabled={!ready} loading={save.isPending} onClick={() => save.mutate()}>{t("ui.tags.rule.save")}</Button>
      </div>
      {(confidence === undefined || until === undefined) && <p className="form-error">{t(confidence === undefined ? "ui.tags.confidence.wrong" : "ui.tags.until.hint")}</p>}
      {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
    </section>
  );
}
