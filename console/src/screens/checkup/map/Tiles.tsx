// One tile a group. Drawn as plain boxes with one listener: the table says the same to a keyboard and a screen reader.
import { memo, type MouseEvent, useMemo, useState } from "react";
import type { GroupRow } from "@/app/types";
import { named, t } from "@/i18n";
import { fillOf } from "@/ui";
import { tally } from "../model/filter";
import { byLine, depth, type Line } from "../model/map";
import type { Selection } from "../model/selection";
import { number } from "../numbers";

const STATES = ["alive", "forming", "fading", "dormant", "dead", "unknown"];
const MANY = 600;

interface TilesProps {
  rows: GroupRow[];
  chosen: Selection;
  onOpen: (id: string) => void;
}

export function Tiles({ rows, chosen, onOpen }: TilesProps) {
  const lines = useMemo(() => byLine(rows), [rows]);
  const known = useMemo(() => new Map(rows.map((row) => [row.id, row])), [rows]);
  const [over, setOver] = useState<GroupRow | null>(null);
  const pointed = (event: MouseEvent) => known.get((event.target as HTMLElement).dataset["id"] ?? "") ?? null;
  const counts = tally(rows, "state");
  return (
    <section className="card cu-tiles-card">
      <h2>{t("report.map")}</h2>
      <p className="muted">{t("ui.checkup.map.note")}</p>
      <div className="cu-legend">
        {STATES.filter((state) => counts[state]).map((state) => <span key={state}><i className={`cu-key cu-key-${state}`} style={{ background: fillOf(state) }} />{named("state", state)} <b>{number(counts[state])}</b></span>)}
        <span className="cu-depths" aria-label={t("ui.checkup.map.depth")}>{t("ui.checkup.map.small")}{[1, 2, 3, 4].map((step) => <i key={step} className={`cu-tile cu-d${step}`} style={{ "--c": "var(--ink-3)" } as React.CSSProperties} />)}{t("ui.checkup.map.large")}</span>
      </div>
      <p className="cu-tip" aria-hidden="true">{over ? <><b>{over.name}</b> · {named("state", over.state)} · {t("ui.checkup.map.members", { n: number(over.members) })} · {named("advice", over.advice)}</> : t("ui.checkup.map.tip")}</p>
      <div className={rows.length > MANY ? "cu-lines many" : "cu-lines"} onMouseOver={(event) => setOver(pointed(event))} onMouseLeave={() => setOver(null)}
        onClick={(event) => { const row = pointed(event); if (row) onOpen(row.id); }}>
        {lines.map((line) => <TileLine key={line.line ?? ""} line={line} chosen={chosen} />)}
      </div>
    </section>
  );
}

const TileLine = memo(function TileLine({ line, chosen }: { line: Line; chosen: Selection }) {
  const counts = tally(line.rows, "state");
  const said = STATES.filter((state) => counts[state]).map((state) => `${named("state", state)} ${counts[state]}`).join(" · ");
  return (
    <div className="cu-line">
      <h3 className="ellipsis" title={line.line ?? undefined}>{line.line ?? t("report.no_line")}</h3>
      <div className="cu-tiles" role="img" aria-label={t("report.map.line", { line: line.line ?? t("report.no_line"), n: line.rows.length, states: said })}>
        {line.rows.map((row) => (
          <i key={row.id} data-id={row.id} style={{ "--c": fillOf(row.state) } as React.CSSProperties}
            className={`cu-tile cu-tile-${row.state} cu-d${depth(row.members)}${chosen.size > 0 && !chosen.has(row.id) ? " cu-dim" : ""}`} />
        ))}
      </div>
      <span className="cu-line-count">{t("report.map.alive", { alive: line.alive, n: line.rows.length })}</span>
    </div>
  );
});
