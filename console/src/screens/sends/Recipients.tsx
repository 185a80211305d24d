// Everybody of the audience with what came of it; ?how= is the state shown.
import { Button } from "antd";
import { Link, useSearchParams } from "react-router";
import type { SendDetail, SendRecipient } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { type Column, DataTable, EmptyState, Load, Pill, Skeleton } from "@/ui";
import { useRecipients } from "./data";
import { ordered, toneOf, total } from "./sums";

export function Recipients({ send }: { send: SendDetail }) {
  const [address, setAddress] = useSearchParams();
  const how = address.get("how") ?? "";
  const list = useRecipients(send.row.id, how);
  const words = send.row.kind === "moment" ? "moment.touch" : "send.touch";
  const choose = (to: string) => setAddress((old) => { if (to) old.set("how", to); else old.delete("how"); return old; }, { replace: true });
  const choices: [string, number][] = [["", total(send.row.states)], ...ordered(send.row.states)];
  return (
    <section className="stack">
      <h2>{t("ui.sends.recipients")}</h2>
      <div className="sd-choices" role="group" aria-label={t("ui.sends.how")}>
        {choices.map(([name, n]) => (
          <button key={name} type="button" aria-pressed={name === how} onClick={() => choose(name)}>
            {name ? named(words, name) : t("ui.sends.all")} <b>{number(n)}</b>
          </button>
        ))}
      </div>
      <Load query={list} what={t("ui.sends.recipients.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} height={280} /></div>}>
        {({ pages }) => (pages[0]?.items.length === 0 ? <EmptyState kind="nothing" compact title={t("ui.sends.nobody")} />
          : <DataTable caption={t("ui.sends.recipients")} columns={columns(words)} rows={pages.flatMap((page) => page.items)} rowKey={(row) => row.customer_id} />)}
      </Load>
      {list.hasNextPage && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
    </section>
  );
}

const columns = (words: string): Column<SendRecipient>[] => [
  { key: "name", get label() { return t("ui.sends.customer"); }, head: true, render: (row) => <Link to={`/customers/${row.customer_id}`}>{row.name ?? `#${row.customer_id}`}</Link> },
  { key: "staff", get label() { return t("ui.sends.member"); }, render: (row) => row.staff ?? "—" },
  { key: "how", get label() { return t("ui.sends.how"); }, render: (row) => <Pill tone={toneOf(row.state)}>{named(words, row.state)}</Pill> },
  { key: "why", get label() { return t("ui.sends.why"); }, render: (row) => (row.reason ? named("send.reason", row.reason) : "—") },
  { key: "at", get label() { return t("ui.sends.at"); }, render: (row) => (row.at === null ? "—" : relative(row.at)) },
];
