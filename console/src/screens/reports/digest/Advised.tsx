import { useState } from "react";
import type { AdvisedGroup } from "@/app/types";
import { named, reason, t } from "@/i18n";
import { number } from "@/i18n/format";
import { AdvicePill } from "@/ui";
import { GroupName } from "./GroupName";

const FIRST = 6;

/** Groups that are advised otherwise than before; those that free the most hours first. */
export function Advised({ advised, since }: { advised: AdvisedGroup[]; since: string | null }) {
  const [all, setAll] = useState(false);
  if (!since) return null;
  const shown = all ? advised : advised.slice(0, FIRST);
  return (
    <section className="card rp-card">
      <h2>{named("digest.section", "advised")} <span className="rp-n">{number(advised.length)}</span></h2>
      {advised.length === 0 && <p className="muted">{named("digest", "none")}</p>}
      <ul className="rp-groups">
        {shown.map((one) => (
          <li key={one.id}>
            <div className="rp-group">
              <GroupName id={one.id} name={one.name} />
              <p className="muted rp-small">
                {[one.reason && reason(one.reason), one.owner, one.hours_freed_per_week >= 0.05 && named("digest", "hours_freed", { n: Math.round(one.hours_freed_per_week * 10) / 10 })].filter(Boolean).join(" · ")}
              </p>
            </div>
            <span className="rp-states">
              <AdvicePill advice={one.before} /><span className="rp-arrow" aria-label={t("ui.digests.now")}>→</span><AdvicePill advice={one.after} />
            </span>
          </li>
        ))}
      </ul>
      {advised.length > shown.length && <button type="button" className="text-button rp-all" onClick={() => setAll(true)}>{t("ui.digests.show_all", { n: advised.length })}</button>}
    </section>
  );
}
