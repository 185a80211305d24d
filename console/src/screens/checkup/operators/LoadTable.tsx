import { useState } from "react";
import { Link } from "react-router";
import type { OperatorReport } from "@/app/types";
import { t, tk } from "@/i18n";
import { Def, Icon } from "@/ui";
import { hours, number } from "../numbers";
import { writeView, NO_FILTERS } from "../model/view";
import { LIST } from "../paths";

type Measure = "groups" | "owned" | "alive" | "unread_per_day" | "hours_per_week" | "hours_freed_per_week";
const MEASURES: Measure[] = ["groups", "owned", "alive", "unread_per_day", "hours_per_week", "hours_freed_per_week"];
const STEP = 50;

interface LoadProps { operators: OperatorReport[]; assumptions: Record<string, number> }

export function LoadTable({ operators, assumptions }: LoadProps) {
  const [by, setBy] = useState<Measure>("hours_per_week");
  const [shown, setShown] = useState(STEP);
  const sorted = [...operators].sort((a, b) => b[by] - a[by]);
  const most = Math.max(1e-9, ...operators.map((one) => one.hours_per_week));
  const whole = operators.reduce((sum, one) => sum + one.hours_per_week, 0);
  const reading = operators.reduce((sum, one) => sum + one.reading_hours_per_week, 0);
  const freed = operators.reduce((sum, one) => sum + one.hours_freed_per_week, 0);
  const per = (name: string) => number(assumptions[name]);
  return (
    <section className="card">
      <h2>{t("ui.checkup.load.said", { n: operators.length, hours: hours(whole), freed: hours(freed) })}</h2>
      <p className="muted">{t("ui.checkup.load.note", { minutes: per("minutes_per_group_week"), seconds: per("seconds_per_unread"), share: whole ? `${Math.round((reading / whole) * 100)}%` : "–" })}</p>
      <table className="cu-table cu-load">
        <thead>
          <tr>
            <th scope="col">{t("column.operator")}</th>
            {MEASURES.map((one) => (
              <th key={one} scope="col" className="num" aria-sort={one === by ? "descending" : "none"}>
                <Def k={one}><button type="button" className={one === by ? "cu-sort on" : "cu-sort"} onClick={() => setBy(one)}>{tk(`ui.checkup.load.${one}`)}{one === by && <Icon name="down" size={12} />}</button></Def>
              </th>
            ))}
            <th scope="col" className="cu-load-bar-head"><span className="cu-legend"><span><i style={{ background: "var(--brand)" }} />{t("report.care")}</span><span><i style={{ background: "#6fb5a9" }} />{t("report.reading")}</span></span></th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map((one) => (
            <tr key={one.id}>
              <th scope="row"><Link to={`${LIST}?${writeView({ ...NO_FILTERS, owner: [one.name], order: null, shape: "table", group: null }).toString()}`}>{one.name}</Link></th>
              <td className="num" data-label={t("ui.checkup.load.groups")}>{number(one.groups)}</td>
              <td className="num" data-label={t("ui.checkup.load.owned")}>{number(one.owned)}</td>
              <td className="num" data-label={t("ui.checkup.load.alive")}>{number(one.alive)}</td>
              <td className="num" data-label={t("ui.checkup.load.unread_per_day")}>{number(Math.round(one.unread_per_day))}</td>
              <td className="num" data-label={t("ui.checkup.load.hours_per_week")}>{hours(one.hours_per_week)}</td>
              <td className="num" data-label={t("ui.checkup.load.hours_freed_per_week")}>{one.hours_freed_per_week > 0 ? hours(one.hours_freed_per_week) : "–"}</td>
              <td className="cu-load-bar"><span style={{ width: `${(one.hours_per_week / most) * 100}%` }}>
                <i style={{ flexGrow: Math.max(0, one.hours_per_week - one.reading_hours_per_week), background: "var(--brand)" }} />
                <i style={{ flexGrow: one.reading_hours_per_week, background: "#6fb5a9" }} /></span></td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > shown && <button type="button" className="text-button" onClick={() => setShown(sorted.length)}>{t("report.show_all", { n: sorted.length })}</button>}
    </section>
  );
}
