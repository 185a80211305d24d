import type { ReactNode } from "react";
import type { Totals } from "@/app/types";
import { named, t } from "@/i18n";
import { Def } from "@/ui";
import { STATES } from "../model/flow";
import { day, hours, number, signed } from "../numbers";

interface TotalsProps { before: Totals; after: Totals; from: string; to: string }

/** Totals side by side; the difference has no colour: more is not always better. */
export function TotalsTable({ before, after, from, to }: TotalsProps) {
  const rows: { key: string; label: ReactNode; of: (totals: Totals) => number | null; show?: (value: number | null) => string }[] = [
    { key: "groups", label: t("ui.checkup.compare.groups"), of: (one) => one.groups },
    ...STATES.map((state) => ({ key: state, label: named("state", state), of: (one: Totals) => one.states[state] ?? 0 })),
    { key: "each7", label: t("ui.checkup.compare.each7"), of: (one) => one.active_each_of_7_days },
    { key: "messages", label: <Def k="messages_28d" />, of: (one) => one.messages_28d },
    { key: "inflow", label: <Def k="inflow_28d" />, of: (one) => one.inflow_28d },
    { key: "evaporation", label: <Def k="evaporation_28d" />, of: (one) => one.evaporation_28d },
    { key: "retained", label: <Def k="retained" />, of: (one) => one.retained },
    { key: "hours", label: <Def k="hours_freed_per_week" />, of: (one) => one.hours_freed_per_week, show: hours },
  ];
  return (
    <section className="card">
      <h2>{t("ui.checkup.compare.totals")}</h2>
      <table className="cu-table">
        <thead><tr><th scope="col"><span className="hidden-text">{t("report.term")}</span></th><th scope="col" className="num">{day(from)}</th><th scope="col" className="num">{day(to)}</th><th scope="col" className="num">{t("ui.checkup.compare.difference")}</th></tr></thead>
        <tbody>
          {rows.map(({ key, label, of, show = number }) => {
            const [was, is] = [of(before), of(after)];
            const gap = was === null || is === null ? null : (tenths(is) - tenths(was)) / 10;
            return <tr key={key}><th scope="row">{label}</th><td className="num">{show(was)}</td><td className="num">{show(is)}</td><td className={gap ? "num" : "num muted"}>{gap === 0 ? "·" : signed(gap)}</td></tr>;
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Differences of what is shown, not of what is rounded away. */
const tenths = (value: number) => Math.round(value * 10);
