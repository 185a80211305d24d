// The rule of each stage with the numbers that are in force.
import type { LifecycleView } from "@/app/types";
import { named, t } from "@/i18n";
import { STAGES } from "@/screens/customers/data";
import { Pill } from "@/ui";
import { stageTone } from "@/screens/customers/words";

export function Rules({ rules }: { rules: LifecycleView["rules"] }) {
  const numbers = { ...rules.stages, ...rules.ties };
  return (
    <details className="card lc-rules">
      <summary><h2>{t("ui.lifecycle.rules")}</h2></summary>
      <p className="muted">{t("ui.lifecycle.rules.note")}</p>
      <dl>
        {[...STAGES].reverse().map((stage) => (
          <div key={stage}><dt><Pill tone={stageTone(stage)}>{named("stage", stage)}</Pill></dt><dd>{t(`ui.lifecycle.rule.${stage}`, numbers)}</dd></div>
        ))}
        <div><dt><Pill tone="brand">{named("stage", "spreading")}</Pill></dt><dd>{t("ui.lifecycle.rule.spreading", numbers)}</dd></div>
        <div><dt><Pill tone="brand">{named("tie", "strong")}</Pill></dt><dd>{t("ui.lifecycle.rule.strong", numbers)}</dd></div>
      </dl>
    </details>
  );
}
