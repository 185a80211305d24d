// /sends: every send, how far it is, and what came of it.
import { Button } from "antd";
import { Link, useNavigate } from "react-router";
import { useCommands } from "@/app/commands";
import { useCan } from "@/app/session";
import type { SendRow } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { type Column, DataTable, EmptyState, Load, Page, Pill, Skeleton } from "@/ui";
import { useSends } from "./data";
import { summed, toneOf } from "./sums";
import "./sends.css";

export default function Sends() {
  const list = useSends();
  const may = useCan("sends.edit");
  const navigate = useNavigate();
  const begin = () => void navigate("/sends/new");
  useCommands(may ? [{ id: "act:send", kind: "act", label: t("ui.sends.new"), words: t("ui.nav.sends.words"), run: begin },
    { id: "act:moment", kind: "act", label: t("ui.sends.moment.new"), words: t("ui.nav.sends.words"), run: () => void navigate("/sends/new?kind=moment") }] : []);
  const moment = () => void navigate("/sends/new?kind=moment");
  const add = may ? <><Button onClick={moment}>{t("ui.sends.moment.new")}</Button><Button type="primary" onClick={begin}>{t("ui.sends.new")}</Button></> : undefined;
  return (
    <Page title={t("ui.nav.sends")} actions={list.data?.pages[0]?.items.length ? add : undefined}>
      <Load query={list} what={t("ui.sends.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} height={320} /></div>}>
        {({ pages }) => pages[0]?.items.length === 0
          ? <EmptyState kind="never" title={t("ui.sends.none")} text={t("ui.sends.none.text")} action={add} />
          : <DataTable caption={t("ui.nav.sends")} columns={COLUMNS} rows={pages.flatMap((page) => page.items)} rowKey={(row) => row.id} />}
      </Load>
      {list.hasNextPage && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
    </Page>
  );
}

const figure = (key: string, label: () => string, of: (row: SendRow) => number): Column<SendRow> =>
  ({ key, get label() { return label(); }, num: true, render: (row) => (row.confirmed_at === null ? "—" : number(of(row))) });

const COLUMNS: Column<SendRow>[] = [
  { key: "name", get label() { return t("ui.sends.name"); }, head: true, render: (row) => <Link to={`/sends/${row.id}`}>{row.name}</Link> },
  { key: "kind", get label() { return t("ui.sends.kind"); }, render: (row) => named("send.kind", row.kind) },
  { key: "state", get label() { return t("ui.sends.state"); }, render: (row) => <Pill tone={toneOf(row.state)}>{named("send.state", row.state)}</Pill> },
  figure("people", () => t("ui.sends.people"), (row) => summed(row.states).all),
  figure("sent", () => t("ui.sends.sent"), (row) => summed(row.states).sent),
  figure("open", () => t("ui.sends.open"), (row) => summed(row.states).open),
  figure("out", () => t("ui.sends.not"), (row) => summed(row.states).out),
  { key: "by", get label() { return t("ui.sends.by"); }, render: (row) => row.made_by_name },
  { key: "at", get label() { return t("ui.sends.at"); }, render: (row) => relative(row.confirmed_at ?? row.made_at) },
];
