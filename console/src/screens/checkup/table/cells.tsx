// One cell of each column. Absent is "–", never a made-up zero.
import { memo, type ReactNode } from "react";
import type { GroupRow } from "@/app/types";
import { named, t } from "@/i18n";
import { fillOf, Icon, Pill, Spark, StatePill, type Tone } from "@/ui";
import { days, hours, money, number, percent, signed, silence } from "../numbers";
import { acts, decisionLine } from "../words";

export interface CellTools {
  sparkMax: number;
  mayAct: boolean;
  onAct: (row: GroupRow) => void;
}

type Draw = (row: GroupRow, tools: CellTools) => ReactNode;

const ADVICE_TONES: Record<string, Tone> = { keep: "alive", revive: "fading", merge: "dormant", stop: "danger" };

function members(row: GroupRow): ReactNode {
  if (row.members === null || !row.size_limit) return number(row.members);
  const full = row.members >= row.size_limit * 0.95;
  return <span className={full ? "cu-full" : undefined}>{number(row.members)}<small> / {number(row.size_limit)}</small></span>;
}

function decision(row: GroupRow, { mayAct, onAct }: CellTools): ReactNode {
  if (row.decision) {
    const title = [row.decision.by_name, row.decision.reason].filter(Boolean).join(" · ");
    return (
      <span className="cu-decided ellipsis" title={title}>
        <Icon name={row.decision.kind === "accepted" ? "check" : row.decision.kind === "snoozed" ? "clock" : "checkup"} size={13} />
        <span className="ellipsis">{decisionLine(row.decision)}</span>
        {row.decision.worse && <span className="cu-worse">{t("ui.checkup.worse")}</span>}
      </span>
    );
  }
  if (!mayAct || !acts(row)) return <span className="muted">–</span>;
  return (
    <button type="button" className="cu-act ellipsis" tabIndex={-1} onClick={(event) => { event.stopPropagation(); onAct(row); }}>
      {named("ui.checkup.act_short", row.advice)}
    </button>
  );
}

export const DRAW: Record<string, Draw> = {
  name: (row) => (
    <span className="cu-name">
      <b className="ellipsis" title={row.name}>{row.name}</b>
      <small className="ellipsis" title={row.by_statistics ? t("reason.by_statistics") : undefined}>
        {[row.line ?? t("report.no_line"), ...(row.by_statistics ? [t("ui.checkup.by_statistics")] : [])].join(" · ")}
      </small>
    </span>
  ),
  state: (row) => <StatePill state={row.state} />,
  p: (row) => percent(row.p),
  spark: (row, { sparkMax }) => (
    <Spark values={row.spark} max={sparkMax} width={108} tone={fillOf(row.state)}
      label={t("report.spark", { n: row.messages_28d, peak: Math.max(0, ...row.spark) })} />
  ),
  speakers: (row) => number(row.speakers_28d),
  members,
  net: (row) => signed(row.net_28d),
  spend: (row) => money(row.spend_cents_90d),
  silent: (row) => silence(row.days_silent),
  messages: (row) => number(row.messages_28d),
  active7: (row) => days(row.active_days_7d),
  trend: (row) => (row.trend === null ? "–" : `×${number(Math.round(row.trend * 100) / 100)}`),
  hours: (row) => (row.hours_freed > 0 ? hours(row.hours_freed) : "–"),
  advice: (row) => <Pill tone={ADVICE_TONES[row.advice] ?? "unknown"}>{named("ui.checkup.short", row.advice)}</Pill>,
  owner: (row) => <span className="ellipsis" title={row.owner ?? undefined}>{row.owner ?? "–"}</span>,
  decision,
};

export const Cell = memo(function Cell({ column, row, tools }: { column: string; row: GroupRow; tools: CellTools }) {
  return <>{DRAW[column]?.(row, tools)}</>;
});
