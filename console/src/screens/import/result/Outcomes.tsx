import { useState } from "react";
import type { ImportDetail, Outcome } from "@/app/types";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { type Column, DataTable, Icon } from "@/ui";
import { noteWords, outcomeKind, unreadWords } from "../words";

const MOST = 20;

const COLUMNS = (): Column<Outcome>[] => [
  { key: "name", label: t("ui.import.col.file"), head: true, render: (one) => <bdi className="im-path">{one.name}</bdi> },
  { key: "kind", label: t("ui.import.col.kind"), render: outcomeKind },
  { key: "chats", label: t("ui.import.col.chats"), num: true, render: (one) => figure(one.chats) },
  { key: "messages", label: t("ui.import.col.messages"), num: true, render: (one) => figure(one.messages) },
  { key: "joins", label: t("ui.import.col.joins"), num: true, render: (one) => figure(one.joins) },
  { key: "leaves", label: t("ui.import.col.leaves"), num: true, render: (one) => figure(one.leaves) },
  { key: "rejects", label: t("ui.import.col.rejects"), num: true, render: (one) => (one.rejects > 0 ? <span className="im-warned">{number(one.rejects)}</span> : figure(0)) },
];

/** Nothing is written small: what there is stands out. */
const figure = (value: number) => (value === 0 ? <span className="im-zero">0</span> : number(value));

/** File by file: what came of it, and what was decided while reading. */
export function Outcomes({ detail }: { detail: ImportDetail }) {
  const [all, setAll] = useState(false);
  const told = detail.outcomes.filter((one) => one.code !== "attachment");
  const attachments = detail.outcomes.length - told.length;
  const rows = [...told].sort((a, b) => Number(b.code !== null) - Number(a.code !== null));
  const shown = all ? rows : rows.slice(0, MOST);
  if (rows.length === 0) return null;
  return (
    <section className="stack im-outcomes" aria-labelledby="im-outcomes">
      <h2 id="im-outcomes">{t("ui.import.outcomes")}</h2>
      <DataTable caption={t("ui.import.outcomes")} columns={COLUMNS()} rows={shown} rowKey={(one) => one.name} dim={(one) => one.known}
        detail={(one) => <More outcome={one} />} />
      {rows.length > shown.length && <button type="button" className="text-button" onClick={() => setAll(true)}>{t("ui.import.show_all", { n: number(rows.length) })}</button>}
      {attachments > 0 && <p className="muted im-small">{t("ui.import.found.attachments", { n: attachments })}</p>}
      {detail.more > 0 && <p className="muted im-small">{t("ui.import.more_files", { n: number(detail.more) })}</p>}
    </section>
  );
}

function More({ outcome }: { outcome: Outcome }) {
  const notes = [
    outcome.known ? t("ui.import.known") : "",
    outcome.private_chats > 0 ? t("ui.import.left_out", { n: outcome.private_chats }) : "",
    ...outcome.notes.filter((note) => note.code !== "table").map(noteWords),
  ].filter(Boolean);
  if (!outcome.code && notes.length === 0) return null;
  return (
    <div className="im-notes">
      {outcome.code && <p className="im-trouble"><Icon name="warn" size={14} /> {unreadWords(outcome)}</p>}
      {notes.length > 0 && <ul>{notes.map((note) => <li key={note}><bdi>{note}</bdi></li>)}</ul>}
    </div>
  );
}
