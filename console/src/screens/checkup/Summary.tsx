// The verdict: one sentence, what it is made of, what could be gained, how old it is.
import type { CheckupView, JobView } from "@/app/types";
import { named, t } from "@/i18n";
import { Def, fillOf, JobBar, Verdict } from "@/ui";
import type { View } from "./model/view";
import { toggled } from "./model/view";
import { hours, number } from "./numbers";
import { STATES } from "./model/flow";
import type { Change } from "./useView";
import { then, verdict } from "./words";

interface SummaryProps {
  summary: CheckupView;
  view: View;
  change: Change;
  job: JobView | undefined;
}

export function Summary({ summary, view, change, job }: SummaryProps) {
  const { totals, decided } = summary;
  const parts = STATES.filter((state) => totals.states[state]).map((state) => ({
    key: state,
    label: named("state", state),
    value: totals.states[state] ?? 0,
    fill: fillOf(state),
    pressed: view.state.includes(state),
    onPress: () => change((was) => ({ state: toggled(was.state, state) })),
  }));
  const more = then(summary);
  return (
    <div className="cu-summary">
      <Verdict sentence={<>{verdict(summary)}{more && <span className="cu-then">{more}</span>}</>}
        parts={parts} partsLabel={t("report.states")}
        aside={
          <dl className="cu-totals">
            <div><dt><Def k="hours_freed_per_week">{t("ui.checkup.freed")}</Def></dt><dd>{hours(totals.hours_freed_per_week)}</dd></div>
            <div><dt><Def k="retained">{t("column.retained")}</Def></dt><dd>{number(totals.retained)}</dd></div>
            <div><dt><Def k="decision">{t("ui.checkup.decided")}</Def></dt><dd>{number(decided.accepted + decided.snoozed + decided.kept)}</dd></div>
          </dl>
        } />
      {totals.by_statistics > 0 && (
        <p className="cu-note muted">{t("ui.checkup.by_statistics.note", { n: totals.by_statistics, groups: totals.groups, chats: totals.with_messages })}</p>
      )}
      {job && <div className="cu-job"><JobBar job={job} /></div>}
    </div>
  );
}
