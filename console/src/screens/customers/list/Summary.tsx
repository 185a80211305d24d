// What is the case: how many there are, and in which stage. A stage filters by one press.
import { named, t } from "@/i18n";
import { number } from "@/i18n/format";
import { Def, Skeleton, Verdict } from "@/ui";
import { useStages } from "../data";
import type { View } from "../model/view";
import type { Change } from "../useView";
import { stageTone } from "../words";

export function Summary({ view, change, ready }: { view: View; change: Change; ready: boolean }) {
  const { data, error } = useStages(ready);
  if (!data) return error ? null : <div className="verdict cs-summary-bone"><Skeleton rows={3} /></div>;
  if (data.total === 0) return null;
  const risk = data.stages.find((one) => one.stage === "at_risk")?.count ?? 0;
  const bought = data.stages.reduce((sum, { stage, count }) => sum + (["buying", "repeat"].includes(stage) ? count : 0), 0);
  const staged = data.stages.some((one) => one.count > 0);
  const params = { all: number(data.total), risk: number(risk), bought: number(bought) };
  return (
    <div className="cu-summary cs-summary">
      <Verdict sentence={t(!staged ? "ui.customers.verdict" : risk > 0 ? "ui.customers.verdict.risk" : "ui.customers.verdict.bought", params)}
        aside={<span className="muted"><Def k="customer_verdict" /></span>}
        partsLabel={t("column.customer_stage")}
        parts={!staged ? [] : data.stages.map(({ stage, count }) => ({
          key: stage, label: named("stage", stage), value: count, fill: `var(--${stageTone(stage)})`, pressed: view.stage === stage,
          onPress: () => change({ stage: view.stage === stage ? null : stage }),
        }))} />
    </div>
  );
}
