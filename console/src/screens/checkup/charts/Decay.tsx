// The chance of an active day within 1, 7, 14, 28, 56 days, as bars of one scale.
import { t } from "@/i18n";
import { percent } from "../numbers";
import { Figure } from "./Figure";

const DAYS = [1, 7, 14, 28, 56];

export function Decay({ decay }: { decay: number[] }) {
  if (decay.length !== DAYS.length) return null;
  return (
    <Figure title={t("report.again_days")} def="p_active_28d"
      chart={
        <div className="cu-decay" role="img" aria-label={DAYS.map((days, at) => t("report.chance", { n: days, p: percent(decay[at]) })).join(" · ")}>
          {DAYS.map((days, at) => (
            <div key={days}>
              <b>{percent(decay[at])}</b>
              <i><i style={{ height: `${(decay[at] ?? 0) * 100}%` }} /></i>
              <small>{t("unit.days", { n: days })}</small>
            </div>
          ))}
        </div>
      }
      table={{ heads: [t("ui.checkup.within"), t("column.p_active_28d")], rows: DAYS.map((days, at) => [t("unit.days", { n: days }), percent(decay[at])]) }} />
  );
}
