// The numbers that the advice rests on, each with its definition.
import type { ReactNode } from "react";
import type { GroupReport, GroupRow } from "@/app/types";
import { t, tk } from "@/i18n";
import { Def } from "@/ui";
import { days, money, number, percent, signed, silence } from "../numbers";
import { minutes } from "../words";

export function Facts({ report: g, row }: { report: GroupReport; row: GroupRow }) {
  const facts: [string, ReactNode][] = [
    ["p_active_28d", percent(g.p_active_28d)],
    ["days_silent", silence(g.days_silent)],
    ["cadence_days", days(g.cadence_days)],
    ["active_days_28d", days(g.active_days_28d)],
    ["speakers_28d", number(g.speakers_28d)],
    ["messages_28d", number(g.messages_28d)],
    ["members", row.size_limit ? `${number(g.evidence.members)} / ${number(row.size_limit)}` : number(g.evidence.members)],
    ["net_28d", signed(g.net_28d)],
    ["retained", number(g.retained)],
    ["response_minutes", minutes(g.response_minutes)],
    ["unanswered_28d", row.by_statistics ? "–" : number(g.unanswered_28d)],
    ["spend_90d", money(g.spend_cents_90d)],
    ["staff_share_28d", percent(g.staff_share_28d)],
    ["filler_share_28d", percent(g.filler_share_28d)],
    ["rejoin_rate", percent(g.rejoin_rate)],
  ];
  return (
    <dl className="cu-facts" aria-label={t("ui.checkup.facts")}>
      {facts.map(([key, value]) => <div key={key}><dt><Def k={key}>{tk(`ui.checkup.fact.${key}`, {}, tk(`column.${key}`))}</Def></dt><dd>{value}</dd></div>)}
    </dl>
  );
}
