// Who was asked to send it: the late ones first.
import type { SendDetail, SendMember } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { type Column, DataTable, Pill } from "@/ui";

export function Members({ send }: { send: SendDetail }) {
  return (
    <section className="stack">
      <h2>{t("ui.sends.members")}</h2>
      <DataTable caption={t("ui.sends.members")} columns={COLUMNS} rows={send.members} rowKey={(row) => row.staff_id} />
    </section>
  );
}

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
