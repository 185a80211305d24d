// Plans that were confirmed: how far they are, and taken back while they stand.
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { AllocationPlan } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { relative } from "@/i18n/format";
import { ConfirmAct, Def, Pill } from "@/ui";
import { planPath, undoPlan, usePlans } from "./data";

/** Nothing while none was ever confirmed. */
export function KeptPlans({ layer }: { layer: number }) {
  const plans = usePlans(layer).data ?? [];
  const [gone, setGone] = useState<AllocationPlan>();
  if (plans.length === 0) return null;
  return (
    <section className="card stack" aria-label={t("ui.allocation.kept")}>
      <h2><Def k="allocation_arrived">{t("ui.allocation.kept")}</Def></h2>
      <ul className="ly-rooms">
        {plans.map((one) => (
          <li key={one.id} className="row">
            <Link className="spread" to={planPath(layer, one.id)}>{t("ui.allocation.kept.of", { by: one.made_by_name, ago: relative(one.made_at) })}</Link>
            <span>{progressOf(one)}</span>
            {one.undone_at !== null && <Pill tone="dead">{t("ui.allocation.undone")}</Pill>}
            {one.may_undo && <Button size="small" onClick={() => setGone(one)}>{t("ui.allocation.undo")}</Button>}
          </li>
        ))}
      </ul>
      {gone && (
        <ConfirmAct open danger onClose={() => setGone(undefined)} title={t("ui.allocation.undo.title")} act={t("ui.allocation.undo")} done={t("ui.allocation.undo.done")}
          undoHint={t("ui.allocation.undo.hint")} run={() => undoPlan(layer, gone.id)}>
          <p>{t("ui.allocation.undo.text", { open: plain(gone.tasks_open), done: plain(gone.tasks_done) })}</p>
        </ConfirmAct>
      )}
    </section>
  );
}

export const progressOf = (one: AllocationPlan): string =>
  t("ui.allocation.progress", { arrived: plain(one.arrived), people: plain(one.people), done: plain(one.tasks_done), all: plain(one.tasks_open + one.tasks_done) });
