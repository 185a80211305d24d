import type { GroupRow } from "@/app/types";
import { named, t, tk } from "@/i18n";
import { freed } from "../model/filter";
import { hours, number } from "../numbers";

const ORDER = ["stop", "merge", "revive", "keep"];

/** Four cards: how many groups each advice has, what it means, what it frees. Pressing filters. */
export function AdviceCards({ rows, chosen, onPress }: { rows: GroupRow[]; chosen: string[]; onPress: (advice: string) => void }) {
  const unknown = rows.filter((row) => row.advice === "unknown").length;
  return (
    <>
      <div className="cu-advice-cards">
        {ORDER.map((advice) => {
          const these = rows.filter((row) => row.advice === advice);
          const gain = freed(these);
          return (
            <button key={advice} type="button" className={`cu-advice-card cu-${advice}`} aria-pressed={chosen.includes(advice)} onClick={() => onPress(advice)}>
              <span className="cu-advice-name">{named("advice", advice)}</span>
              <span className="cu-advice-count"><b>{number(these.length)}</b> {t("report.fact.groups", { n: these.length })}
                {gain > 0 && <em>{t("table.freed", { hours: hours(gain) })}</em>}</span>
              <span className="cu-advice-what">{tk(`report.card.${advice}`)}</span>
            </button>
          );
        })}
      </div>
      {unknown > 0 && <p className="muted">{t("report.card.unknown", { n: unknown })}</p>}
    </>
  );
}
