// What to do with the group, why in words, what it does, how to undo it: and the buttons.
import { Button } from "antd";
import type { GroupReport, GroupRow } from "@/app/types";
import { reason, t, tk } from "@/i18n";
import { AdvicePill, Def, Menu, Icon, StatePill } from "@/ui";
import type { Ask } from "../acts/useActs";
import { hours, instant } from "../numbers";
import { actOf, acts, decisionLine, move } from "../words";

interface AdviceBoxProps {
  row: GroupRow;
  report: GroupReport;
  mayAct: boolean;
  ask: Ask;
  onOpen: (id: string) => void;
}

export function AdviceBox({ row, report, mayAct, ask, onOpen }: AdviceBoxProps) {
  const [first, ...others] = report.reasons;
  const todo = move(report.first_move);
  return (
    <section className={`cu-advice cu-${row.advice}`} aria-label={t("column.advice")}>
      <div className="cu-advice-head">
        <StatePill state={row.state} />
        <Icon name="chevron" size={12} />
        <AdvicePill advice={row.advice} />
        <Def k="advice">{" "}</Def>
      </div>
      {first && <p className="cu-why">{reason(first)}</p>}
      {others.length > 0 && <ul className="cu-reasons">{others.map((one) => <li key={one.code}>{reason(one)}</li>)}</ul>}
      <dl className="cu-plan-list">
        {todo && <div><dt>{t("column.todo")}</dt><dd>{todo}</dd></div>}
        {report.merge_with && (
          <div><dt>{t("column.merge_with")}</dt><dd><button type="button" className="cu-link" onClick={() => onOpen(report.merge_with ?? "")}>{report.merge_name}</button></dd></div>
        )}
        <div><dt>{t("ui.checkup.does")}</dt><dd>{tk(`ui.checkup.does.${row.advice}`)}{row.hours_freed > 0 && t("ui.checkup.does.frees", { hours: hours(row.hours_freed) })}</dd></div>
        {acts(row) && <div><dt>{t("ui.checkup.undo")}</dt><dd>{t("ui.checkup.undo.how")}</dd></div>}
      </dl>
      {row.decision && (
        <p className="cu-decision">
          <Icon name={row.decision.kind === "accepted" ? "check" : row.decision.kind === "snoozed" ? "clock" : "checkup"} size={14} />
          <span><b>{decisionLine(row.decision)}</b> · {row.decision.by_name} · {instant(row.decision.at)}
            {row.decision.reason && <q>{row.decision.reason}</q>}
            {row.decision.worse && <em className="cu-worse">{t("ui.checkup.worse.long")}</em>}</span>
        </p>
      )}
      {mayAct ? <Buttons row={row} ask={ask} /> : <p className="muted">{t("ui.checkup.bulk.read_only")}</p>}
    </section>
  );
}

function Buttons({ row, ask }: { row: GroupRow; ask: Ask }) {
  const standing = row.decision !== null;
  return (
    <div className="cu-advice-acts">
      {acts(row) && row.decision?.kind !== "accepted" && <Button type="primary" onClick={() => ask("accept", [row])}>{actOf(row.advice)}</Button>}
      {standing && <Button onClick={() => ask("undo", [row])}>{t("ui.checkup.bulk.undo")}</Button>}
      {acts(row) && !standing && <Button onClick={() => ask("snooze", [row])}>{t("ui.checkup.bulk.snooze")}</Button>}
      {acts(row) && !standing && <Button onClick={() => ask("keep", [row])}>{t("ui.checkup.bulk.keep")}</Button>}
      {(standing || !acts(row)) && (
        <Menu trigger={<Icon name="more" />} label={t("ui.checkup.bulk.more")} items={[
          { id: "snooze", label: t("ui.checkup.bulk.snooze"), run: () => ask("snooze", [row]) },
          { id: "keep", label: t("ui.checkup.bulk.keep"), run: () => ask("keep", [row]) },
        ]} />
      )}
    </div>
  );
}
