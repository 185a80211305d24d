import { Link } from "react-router";
import type { ImportView } from "@/app/types";
import { t } from "@/i18n";
import { instant, number } from "@/i18n/format";
import { type Column, DataTable, Def, Pill } from "@/ui";
import { nameOf, stateTone, stateWords } from "../words";

const COLUMNS = (): Column<ImportView>[] => [
  { key: "name", label: t("ui.import.col.name"), head: true, render: (run) => <Link className="im-name" to={`/import/${run.id}`}><bdi title={run.name}>{nameOf(run)}</bdi></Link> },
  { key: "state", label: t("ui.import.col.state"), render: (run) => <State run={run} /> },
  { key: "when", label: t("ui.import.col.when"), render: (run) => <span className="im-when">{instant(run.started_at)}</span> },
  { key: "by", label: t("ui.import.col.by"), render: (run) => run.by ?? t("ui.import.by.cli") },
  { key: "facts", label: <Def k="import_facts" />, num: true, render: (run) => number(run.facts) },
  { key: "chats", label: <Def k="import_chats" />, num: true, render: (run) => number(run.chats) },
  { key: "messages", label: <Def k="import_messages" />, num: true, render: (run) => number(run.messages) },
  { key: "rejects", label: <Def k="import_rejects" />, num: true, render: (run) => number(run.rejects) },
];

export function Runs({ runs }: { runs: ImportView[] }) {
  return <DataTable caption={t("ui.import.history")} columns={COLUMNS()} rows={runs} rowKey={(run) => run.id} dim={(run) => run.state === "undone" || run.dry_run} />;
}

export function State({ run }: { run: ImportView }) {
  return (
    <span className="row im-state">
      <Pill tone={stateTone(run)}>{stateWords(run)}</Pill>
      {run.dry_run && <Pill tone="unknown">{t("ui.import.dry")}</Pill>}
      {run.unread > 0 && <Pill tone="fading">{t("ui.import.unread", { n: run.unread })}</Pill>}
    </span>
  );
}
