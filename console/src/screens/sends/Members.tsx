// Who was asked to send it: the late ones first.
import type { SendDetail, SendMember } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { type Column, DataTable, Pill } from "@/ui";
import { toneOf } from "./sums";

export function Members({ send }: { send: SendDetail }) {
  const moment = send.row.kind === "moment";
  return (
    <section className="stack">
      <h2>{t(moment ? "ui.sends.moment.members" : "ui.sends.members")}</h2>
      {moment && send.row.state === "running" && <p className="muted">{t("ui.sends.moment.no_reminder")}</p>}
      <DataTable caption={t("ui.sends.members")} columns={moment ? OF_MOMENT : COLUMNS} rows={send.members} rowKey={(row) => row.staff_id} />
    </section>
  );
}

const OF_MOMENT: Column<SendMember>[] = [
  { key: "name", get label() { return t("ui.sends.member"); }, head: true, render: (row) => row.name },
  {
    key: "state", get label() { return t("ui.sends.state"); },
    render: (row) => (
      <div className="sd-states">
        {row.states.map((state) => <Pill key={state} tone={state === "done" ? "alive" : row.late ? "fading" : toneOf(state)}>{named("moment.part", state)}</Pill>)}
        {row.faults.map((code) => <small key={code} className="muted">{t("ui.sends.fault", { code })}</small>)}
      </div>
    ),
  },
  { key: "people", get label() { return t("ui.sends.people"); }, num: true, render: (row) => number(row.people) },
  { key: "sent", get label() { return t("ui.sends.moment.sent"); }, num: true, render: (row) => number(row.sent) },
  { key: "likes", get label() { return t("ui.sends.moment.likes"); }, num: true, render: (row) => number(row.likes) },
  { key: "comments", get label() { return t("ui.sends.moment.comments"); }, num: true, render: (row) => number(row.comments) },
  { key: "at", get label() { return t("ui.sends.moment.at"); }, render: (row) => (row.confirmed_at === null ? "—" : relative(row.confirmed_at)) },
];

const COLUMNS: Column<SendMember>[] = [
  { key: "name", get label() { return t("ui.sends.member"); }, head: true, render: (row) => row.name },
  {
    key: "state", get label() { return t("ui.sends.state"); },
    render: (row) => (
      <div className="sd-states">
        {row.late ? <Pill tone="fading">{t("ui.sends.late")}</Pill> : row.states.map((state) => <Pill key={state} tone={state === "done" ? "alive" : "unknown"}>{named("send.part", state)}</Pill>)}
        {row.faults.map((code) => <small key={code} className="muted">{t("ui.sends.fault", { code })}</small>)}
      </div>
    ),
  },
  { key: "people", get label() { return t("ui.sends.people"); }, num: true, render: (row) => number(row.people) },
  { key: "sent", get label() { return t("ui.sends.sent"); }, num: true, render: (row) => number(row.sent) },
  { key: "reminded", get label() { return t("ui.sends.reminders"); }, num: true, render: (row) => number(row.reminded) },
  { key: "at", get label() { return t("ui.sends.confirmed_at"); }, render: (row) => (row.confirmed_at === null ? "—" : relative(row.confirmed_at)) },
];
