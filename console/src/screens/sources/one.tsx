// /sources/codes/:id: the code to print, who stands behind it, what came of those who came, how they were greeted.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useCan } from "@/app/session";
import type { CodePage, CodeView, ScanView } from "@/app/types";
import { named, t } from "@/i18n";
import { dayOf, duration, instant, money, number } from "@/i18n/format";
import { type Column, ConfirmAct, DataTable, Def, Icon, Load, Page, Pill, Skeleton } from "@/ui";
import { calm, endCode, makeAgain, picture, useCode } from "./data";
import { alarmText, fullText, hoursText, idle, roomText, share, stateWord, toneOf, troubleText } from "./words";
import "./sources.css";

export default function OneCode() {
  const id = Number(useParams()["id"]);
  const page = useCode(id);
  const code = page.data?.code;
  return (
    <Page title={code?.name ?? t("ui.nav.sources")} note={code && <Pill tone={toneOf(code)}>{stateWord(code)}</Pill>} actions={code && <Acts code={code} />}>
      <Load query={page} what={t("ui.sources.one.failed")} skeleton={<div className="card"><Skeleton rows={6} height={320} /></div>}>
        {(told) => <Whole told={told} />}
      </Load>
    </Page>
  );
}

function Whole({ told }: { told: CodePage }) {
  const { code } = told;
  return (
    <div className="stack">
      {code.alarm && <Warn text={alarmText(code)} act={<Calm id={code.id} />} />}
      {idle(code) && <Warn text={named("code.unserved", idle(code) ?? "")} />}
      {code.trouble && <Warn text={troubleText(code)} />}
      <Funnel code={code} />
      <div className="sr-two">
        <div className="stack">
          <Roster code={code} />
          <Days told={told} />
          {code.kind === "group" ? <Joins told={told} /> : <Scans told={told} />}
        </div>
        <Print code={code} />
      </div>
    </div>
  );
}

function Warn({ text, act }: { text: string; act?: React.ReactNode }) {
  return <div className="sr-warn" role="status"><Icon name="warn" /><span className="spread">{text}</span>{act}</div>;
}

function Calm({ id }: { id: number }) {
  const may = useCan("sources.edit");
  const seen = useMutation({ meta: { touches: ["sources"] }, mutationFn: () => calm(id) });
  return may ? <Button size="small" loading={seen.isPending} onClick={() => seen.mutate()}>{t("ui.sources.calm")}</Button> : null;
}

function Funnel({ code }: { code: CodeView }) {
  const { added, replied, bought, cents, ripe, kept } = code.quality;
  const tiles: [string, string, string, string][] = [
    ["code_added", t("ui.sources.added"), number(added), ""],
    ["code_replied", t("ui.sources.replied"), number(replied), share(replied, added)],
    ["code_bought", t("ui.sources.bought"), number(bought), bought ? money(cents) : share(bought, added)],
    ["code_kept", t("ui.sources.kept"), share(kept, ripe), t("ui.sources.kept.of", { n: number(kept), all: number(ripe) })],
    [code.kind === "group" ? "code_joined" : "code_today", t("ui.sources.today"), roomText(code), ""],
  ];
  return (
    <dl className="card sr-tiles">
      {tiles.map(([key, label, value, small]) => <div key={key}><dt><Def k={key}>{label}</Def></dt><dd>{value} <small>{small}</small></dd></div>)}
    </dl>
  );
}

function Roster({ code }: { code: CodeView }) {
  return (
    <section className="card">
      <h2>{code.kind === "group" ? t("ui.sources.groups") : t("ui.sources.roster")}</h2>
      <p className="muted">{[code.kind === "person" && named("code.mode", code.mode), code.why && named("code.duty", code.why)].filter(Boolean).join(" · ")}</p>
      <ul className="sr-list">
        {code.seats.map((seat) => (
          <li key={seat.staff}>
            <b>{seat.name}</b>
            {seat.here && <Pill tone="alive">{t("ui.sources.here")}</Pill>}
            {seat.backup && <Pill tone="forming">{t("ui.sources.backup")}</Pill>}
            <span className="muted spread">{code.kind === "person" ? hoursText(seat.hours) : ""}</span>
            {code.kind === "group" && <span className="num-in">{t("ui.sources.seated", { n: number(seat.today), full: fullText(code, seat) })}</span>}
            {code.kind === "person" && <span className="num-in">{seat.cap === null ? number(seat.today) : t("ui.sources.of", { n: number(seat.today), all: number(seat.cap) })}</span>}
          </li>
        ))}
      </ul>
      {code.opens_more && <p className="muted">{t("ui.sources.opens_more")}</p>}
    </section>
  );
}

function Days({ told }: { told: CodePage }) {
  if (told.days.length === 0) return null;
  const most = Math.max(...told.days.map((one) => one.added));
  return (
    <section className="card">
      <h2>{t("ui.sources.days")}</h2>
      <ul className="sr-bars">
        {told.days.slice(-14).map((one) => (
          <li key={one.at}><span>{dayOf(one.at)}</span><i style={{ width: `${(100 * one.added) / most}%` }} /><b>{number(one.added)}</b></li>
        ))}
      </ul>
    </section>
  );
}

function Scans({ told }: { told: CodePage }) {
  const counts = Object.entries(told.code.greeted);
  if (counts.length === 0) return null;
  return (
    <section className="card">
      <h2><Def k="code_greeted">{t("ui.sources.greeted")}</Def></h2>
      <p className="sr-counts">{counts.map(([code, n]) => <span key={code}>{named("welcome", code)} <b>{number(n)}</b></span>)}</p>
      <DataTable caption={t("ui.sources.scans")} columns={SCANS} rows={told.scans} rowKey={(row) => row.id} />
    </section>
  );
}

function Joins({ told }: { told: CodePage }) {
  if (told.joins.length === 0) return null;
  const rows = told.joins.map((one, id) => ({ ...one, id }));
  return (
    <section className="card">
      <h2>{t("ui.sources.joins")}</h2>
      <DataTable caption={t("ui.sources.joins")} columns={JOINS} rows={rows} rowKey={(row) => row.id} />
    </section>
  );
}

const JOINS: Column<{ id: number; at: number; group: string }>[] = [
  { key: "at", get label() { return t("ui.sources.at"); }, head: true, render: (row) => instant(row.at) },
  { key: "group", get label() { return t("ui.sources.groups"); }, render: (row) => row.group },
];

const SCANS: Column<ScanView>[] = [
  { key: "at", get label() { return t("ui.sources.at"); }, head: true, render: (row) => instant(row.at) },
  { key: "staff", get label() { return t("ui.sources.to"); }, render: (row) => row.staff },
  { key: "greeted", get label() { return t("ui.sources.greeting"); }, render: (row) => `${named("welcome", row.greeted)}${row.off_hours ? t("ui.sources.off") : ""}` },
  { key: "took", get label() { return t("ui.sources.took"); }, num: true, render: (row) => (row.took === null ? "–" : duration(row.took / 1000)) },
];

function Print({ code }: { code: CodeView }) {
  return (
    <section className="card sr-print">
      <h2>{t("ui.sources.qr")}</h2>
      {code.url
        ? (
          <>
            <img src={picture(code.id, "svg")} alt={t("ui.sources.qr.of", { name: code.name })} width={220} height={220} />
            <div className="row">
              <Button icon={<Icon name="download" />} href={picture(code.id, "svg")} download>SVG</Button>
              <Button icon={<Icon name="download" />} href={picture(code.id, "png")} download>PNG</Button>
            </div>
            <p className="muted">{t("ui.sources.qr.text")} <a href={code.url} target="_blank" rel="noreferrer">{t("ui.sources.qr.own")}</a></p>
          </>
        )
        : <p className="muted">{t("ui.sources.qr.none")}</p>}
      <p className="muted"><Link to="/sources">{code.source_name}</Link></p>
    </section>
  );
}

function Acts({ code }: { code: CodeView }) {
  const may = useCan("sources.edit");
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const again = useMutation({ meta: { touches: ["sources"] }, mutationFn: () => makeAgain(code.id) });
  if (!may || code.state === "ending" || code.state === "ended") return null;
  return (
    <>
      {(code.state === "failed" || code.state === "lost") && <Button loading={again.isPending} onClick={() => again.mutate()}>{t("ui.sources.again")}</Button>}
      <Button onClick={() => void navigate(`/sources/codes/${code.id}/edit`)}>{t("ui.sources.edit")}</Button>
      <Button danger onClick={() => setAsking(true)}>{t("ui.sources.off_line")}</Button>
      <ConfirmAct open={asking} onClose={() => setAsking(false)} title={t("ui.sources.off_line.title", { name: code.name })} act={t("ui.sources.off_line")} danger
        undoHint={t("ui.sources.off_line.hint")} run={() => endCode(code.id)} done={t("ui.sources.off_line.done", { name: code.name })}>
        <p>{t("ui.sources.off_line.text")}</p>
      </ConfirmAct>
    </>
  );
}
