// What customers said to a Moment: likes and comments over time, and who. WeCom tells who and when, never the words.
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { MomentFeed as Feed, MomentReaction, SendDetail } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf, instant, number, relative } from "@/i18n/format";
import { Figure } from "@/screens/checkup/charts/Figure";
import { type Column, DataTable, EmptyState, Load, Pill, Skeleton } from "@/ui";
import "@/screens/checkup/detail.css";
import { type ReactionKind, useFeed, useReactions } from "./data";

export function MomentFeed({ send }: { send: SendDetail }) {
  const feed = useFeed(send.row.id);
  return (
    <section className="card stack">
      <h2>{t("ui.sends.moment.feed")}</h2>
      <Load query={feed} what={t("ui.sends.moment.feed.failed")} skeleton={<Skeleton rows={4} height={180} />}>
        {(told) => <Told send={send} feed={told} />}
      </Load>
    </section>
  );
}

function Told({ send, feed }: { send: SendDetail; feed: Feed }) {
  if (feed.read_at === null) return <p className="muted">{t("ui.sends.moment.unread")}</p>;
  return (
    <>
      <dl className="sd-tiles">
        {([["ui.sends.moment.likes", feed.likes], ["ui.sends.moment.comments", feed.comments], ["ui.sends.moment.people", feed.people]] as const)
          .map(([label, n]) => <div key={label}><dt>{t(label)}</dt><dd>{number(n)}</dd></div>)}
      </dl>
      <p className="muted">{t("ui.sends.moment.read", { when: relative(feed.read_at) })}</p>
      {feed.series.length > 0 && <Chart feed={feed} />}
      <Reactions id={send.row.id} />
    </>
  );
}

function Chart({ feed }: { feed: Feed }) {
  const most = Math.max(...feed.series.map((one) => one.likes + one.comments), 1);
  const few = feed.series.length <= 16;
  const name = (at: number) => (feed.by_hour ? instant(at) : day(dayOf(at)));
  return (
    <Figure title={t(feed.by_hour ? "ui.sends.moment.by_hour" : "ui.sends.moment.by_day")}
      note={<span className="sd-legend"><i className="sd-like" /> {t("ui.sends.moment.likes")} <i className="sd-comment" /> {t("ui.sends.moment.comments")}</span>}
      table={{ heads: [t("ui.sends.at"), t("ui.sends.moment.likes"), t("ui.sends.moment.comments")], rows: feed.series.map((one) => [name(one.at), one.likes, one.comments]) }}
      chart={
        <div className="sd-bars" role="img" aria-label={t("ui.sends.moment.bars", { likes: number(feed.likes), comments: number(feed.comments) })}>
          {feed.series.map((one) => (
            <span key={one.at} title={`${name(one.at)} · ${t("ui.sends.moment.likes")} ${one.likes} · ${t("ui.sends.moment.comments")} ${one.comments}`}>
              {few && <b aria-hidden="true">{one.likes + one.comments || ""}</b>}
              <i className="sd-comment" style={{ height: `${(one.comments / most) * 100}%` }} />
              <i className="sd-like" style={{ height: `${(one.likes / most) * 100}%` }} />
            </span>
          ))}
        </div>
      } />
  );
}

function Reactions({ id }: { id: number }) {
  const [what, setWhat] = useState<ReactionKind | "">("");
  const list = useReactions(id, what);
  return (
    <>
      <div className="sd-choices" role="group" aria-label={t("ui.sends.moment.who")}>
        {(["", "like", "comment"] as const).map((one) => (
          <button key={one} type="button" aria-pressed={one === what} onClick={() => setWhat(one)}>{t(one ? `ui.sends.moment.${one}` : "ui.sends.all")}</button>
        ))}
      </div>
      <Load query={list} what={t("ui.sends.moment.feed.failed")} skeleton={<Skeleton rows={4} height={160} />}>
        {({ pages }) => (pages[0]?.items.length === 0 ? <EmptyState kind="nothing" compact title={t("ui.sends.moment.nobody")} />
          : <DataTable caption={t("ui.sends.moment.who")} columns={COLUMNS} rows={pages.flatMap((page) => page.items.map((row, at) => ({ ...row, at_row: `${at}` })))} rowKey={keyOf} dim={(row) => row.gone} />)}
      </Load>
      {list.hasNextPage && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
      <p className="muted">{t("ui.sends.moment.words")}</p>
    </>
  );
}

type Row = MomentReaction & { at_row: string };
const keyOf = (row: Row) => `${row.customer_id ?? ""}:${row.staff ?? ""}:${row.what}:${row.at}:${row.at_row}`;

const COLUMNS: Column<Row>[] = [
  {
    key: "name", get label() { return t("ui.sends.customer"); }, head: true,
    render: (row) => (row.customer_id === null ? t("ui.sends.erased") : <Link to={`/customers/${row.customer_id}`}>{row.name ?? `#${row.customer_id}`}</Link>),
  },
  {
    key: "what", get label() { return t("ui.sends.moment.what"); },
    render: (row) => <><Pill tone={row.what === "like" ? "brand" : "fading"}>{t(`ui.sends.moment.${row.what}`)}</Pill>{row.gone && <small className="muted"> {t("ui.sends.moment.gone")}</small>}</>,
  },
  { key: "staff", get label() { return t("ui.sends.moment.post"); }, render: (row) => row.staff ?? "—" },
  { key: "at", get label() { return t("ui.sends.at"); }, render: (row) => relative(row.at) },
];
