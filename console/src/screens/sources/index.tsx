// /sources: campaigns and their live codes: who came by each, what became of them, who stands behind it.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useCommands } from "@/app/commands";
import { useCan, useSession } from "@/app/session";
import type { CodeView, SourceBoard, SourceView } from "@/app/types";
import { named, t } from "@/i18n";
import { clock, number } from "@/i18n/format";
import { type Column, ConfirmAct, DataTable, Def, EmptyState, Icon, Load, Page, Pill, Skeleton } from "@/ui";
import { boardQuery, endSource, picture } from "./data";
import { daysText } from "./dates";
import { SourceDialog } from "./SourceDialog";
import { alarmText, hoursText, roomText, share, stateWord, toneOf } from "./words";
import "./sources.css";

type Open = { what: "new" } | { what: "change" | "end"; source: SourceView };

export default function Sources() {
  const board = useQuery(boardQuery);
  const may = useCan("sources.edit");
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>();
  const begin = () => setOpen({ what: "new" });
  useCommands(may ? [{ id: "act:source", kind: "act", label: t("ui.sources.new"), words: t("ui.nav.sources.words"), run: begin }] : []);
  const add = may ? <Button type="primary" onClick={begin}>{t("ui.sources.new")}</Button> : undefined;
  const close = () => setOpen(undefined);
  const begun = (made: SourceView) => void navigate(`/sources/codes/new?source=${made.id}`);
  return (
    <Page title={t("ui.nav.sources")} actions={board.data?.sources.length ? add : undefined}>
      <Load query={board} what={t("ui.sources.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} height={320} /></div>}>
        {(told) => (told.places.length === 0 && told.codes.length === 0
          ? <Unconnected />
          : told.sources.length === 0
            ? <EmptyState kind="never" title={t("ui.sources.none")} text={t("ui.sources.none.text")} action={add} />
            : <Board board={told} {...(may ? { act: setOpen } : {})} />)}
      </Load>
      {open?.what === "new" && <SourceDialog onClose={close} onMade={begun} />}
      {open?.what === "change" && <SourceDialog old={open.source} onClose={close} />}
      {open?.what === "end" && (
        <ConfirmAct open onClose={close} title={t("ui.sources.end.title", { name: open.source.name })} act={t("ui.sources.end")}
          run={() => endSource(open.source.id)} done={t("ui.sources.ended", { name: open.source.name })} undoHint={t("ui.sources.end.hint")}>
          <p>{t("ui.sources.end.text")}</p>
        </ConfirmAct>
      )}
    </Page>
  );
}

function Unconnected() {
  const may = useCan("connections.manage");
  const navigate = useNavigate();
  return <EmptyState kind="never" title={t("ui.sources.unconnected")} text={t("ui.sources.unconnected.text")}
    action={may ? <Button type="primary" onClick={() => void navigate("/settings/connections/new")}>{t("ui.sources.connect")}</Button> : undefined} />;
}

function Board({ board, act }: { board: SourceBoard; act?: (open: Open) => void }) {
  return (
    <div className="stack">
      {board.sources.map((one) => <Campaign key={one.id} one={one} codes={board.codes.filter((code) => code.source_id === one.id)} {...(act ? { act } : {})} />)}
      <ul className="sr-quota muted">
        {board.places.map((place) => (
          <li key={place.connection_id}><Def k="code_quota">{t("ui.sources.quota", { name: place.name, n: number(place.held), all: number(place.quota) })}</Def></li>
        ))}
      </ul>
    </div>
  );
}

function Campaign({ one, codes, act }: { one: SourceView; codes: CodeView[]; act?: (open: Open) => void }) {
  const navigate = useNavigate();
  const { zone } = useSession();
  const over = one.ended_at !== null || (one.ends_at !== null && one.ends_at <= clock());
  return (
    <section className="card sr-campaign">
      <header className="row">
        <h2>{one.name}</h2>
        {over && <Pill tone="dead">{t("ui.sources.over")}</Pill>}
        <span className="muted spread">{[one.place, daysText(one, zone), hoursText(one.hours)].filter(Boolean).join(" · ")}</span>
        {act && (
          <span className="row sr-acts">
            <Button size="small" onClick={() => act({ what: "change", source: one })}>{t("ui.sources.edit")}</Button>
            {one.ended_at === null && <Button size="small" onClick={() => act({ what: "end", source: one })}>{t("ui.sources.end")}</Button>}
            {one.ended_at === null && <Button size="small" type="primary" ghost onClick={() => void navigate(`/sources/codes/new?source=${one.id}`)}>{t("ui.sources.code.new")}</Button>}
          </span>
        )}
      </header>
      {codes.length === 0
        ? <p className="muted">{t("ui.sources.code.none")}</p>
        : <DataTable caption={t("ui.sources.codes", { name: one.name })} columns={COLUMNS} rows={codes} rowKey={(row) => row.id} />}
    </section>
  );
}

const COLUMNS: Column<CodeView>[] = [
  { key: "name", get label() { return t("ui.sources.code"); }, head: true, render: (row) => <Link to={`/sources/codes/${row.id}`}>{row.name}</Link> },
  {
    key: "state", get label() { return t("ui.sources.state"); },
    render: (row) => <span className="sr-state"><Pill tone={toneOf(row)}>{stateWord(row)}</Pill>{row.alarm && <small>{alarmText(row)}</small>}</span>,
  },
  { key: "added", get label() { return t("ui.sources.added"); }, num: true, render: (row) => number(row.quality.added) },
  { key: "replied", get label() { return t("ui.sources.replied"); }, num: true, render: (row) => share(row.quality.replied, row.quality.added) },
  { key: "bought", get label() { return t("ui.sources.bought"); }, num: true, render: (row) => share(row.quality.bought, row.quality.added) },
  { key: "kept", get label() { return t("ui.sources.kept"); }, num: true, render: (row) => share(row.quality.kept, row.quality.ripe) },
  { key: "today", get label() { return t("ui.sources.today"); }, num: true, render: roomText },
  { key: "behind", get label() { return t("ui.sources.behind"); }, render: (row) => <Behind code={row} /> },
  {
    key: "qr", get label() { return t("ui.sources.qr"); },
    render: (row) => (row.url ? <a className="sr-down" href={picture(row.id, "png")} download aria-label={t("ui.sources.qr.of", { name: row.name })}><Icon name="download" /></a> : "–"),
  },
];

function Behind({ code }: { code: CodeView }) {
  const here = code.seats.filter((seat) => seat.here).map((seat) => seat.name);
  if (here.length === 0) return <span className="muted">–</span>;
  const said = here.length > 3 ? t("ui.sources.more", { names: here.slice(0, 3).join(" / "), n: here.length }) : here.join(" / ");
  return <span title={code.why ? named("code.duty", code.why) : undefined}>{said}</span>;
}
