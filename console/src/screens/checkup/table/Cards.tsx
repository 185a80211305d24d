// The list on a phone: one card a group, drawn only where it is in sight; it scrolls with the page.
import { memo, useRef } from "react";
import { Link } from "react-router";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { AdvicePill, fillOf, Spark, StatePill } from "@/ui";
import type { Selection } from "../model/selection";
import { number, percent, silence } from "../numbers";
import { groupPath } from "../paths";
import { decisionLine } from "../words";
import { useSlice } from "./useSlice";

const HEIGHT = 144;

interface CardsProps {
  rows: GroupRow[];
  chosen: Selection;
  onChoose: (row: GroupRow, index: number, range: boolean) => void;
  sparkMax: number;
  mayAct: boolean;
}

export function Cards({ rows, chosen, onChoose, sparkMax, mayAct }: CardsProps) {
  const body = useRef<HTMLUListElement>(null);
  const { from, to } = useSlice(body, null, HEIGHT, rows.length);
  return (
    <ul ref={body} className="cu-cards" style={{ height: rows.length * HEIGHT }}>
      {rows.slice(from, to).map((row, at) => (
        <Card key={row.id} row={row} index={from + at} chosen={chosen.has(row.id)} onChoose={onChoose} sparkMax={sparkMax} mayAct={mayAct} />
      ))}
    </ul>
  );
}

interface CardProps extends Omit<CardsProps, "rows" | "chosen"> {
  row: GroupRow;
  index: number;
  chosen: boolean;
}

const Card = memo(function Card({ row, index, chosen, onChoose, sparkMax, mayAct }: CardProps) {
  return (
    <li className={chosen ? "cu-card cu-chosen" : "cu-card"} style={{ transform: `translateY(${index * HEIGHT}px)` }}>
      <div className="cu-card-top">
        {mayAct && (
          <label className="cu-card-check">
            <input type="checkbox" checked={chosen} onChange={() => onChoose(row, index, false)} aria-label={t("ui.checkup.choose", { name: row.name })} />
          </label>
        )}
        <Link className="cu-card-name ellipsis" to={groupPath(row.id)}>{row.name}</Link>
        <StatePill state={row.state} />
      </div>
      <p className="cu-card-line ellipsis">{[row.line, row.owner, row.by_statistics && t("ui.checkup.by_statistics")].filter(Boolean).join(" · ") || "–"}</p>
      <div className="cu-card-mid">
        <dl>
          <div><dt>{t("ui.checkup.col.p")}</dt><dd>{percent(row.p)}</dd></div>
          <div><dt>{t("ui.checkup.col.silent")}</dt><dd>{silence(row.days_silent)}</dd></div>
          <div><dt>{t("ui.checkup.col.members")}</dt><dd>{number(row.members)}</dd></div>
        </dl>
        <Spark values={row.spark} max={sparkMax} width={84} height={22} tone={fillOf(row.state)}
          label={t("report.spark", { n: row.messages_28d, peak: Math.max(0, ...row.spark) })} />
      </div>
      <div className="cu-card-foot">
        <AdvicePill advice={row.advice} />
        {row.decision && <span className="ellipsis muted">{decisionLine(row.decision)}</span>}
      </div>
    </li>
  );
});
