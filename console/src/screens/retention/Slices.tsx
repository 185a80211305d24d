// The table: each slice (or period) with what it had, what came, what went and why, what it has. Every number opens its names.
import { useMemo, useRef, useState } from "react";
import type { Retention } from "@/app/types";
import { t } from "@/i18n";
import { type Column, DataTable, Def, EmptyState } from "@/ui";
import { askedOf, found, moves, type Row, rowsOf } from "./model/lines";
import { type Asked, addDays, type View } from "./model/view";
import { causesOf } from "./model/waterfall";
import { useRows } from "./useRows";
import type { Change } from "./useView";
import { cellName, change as signed, count, ratio, rowName } from "./words";

const FILTERED = 8; // more rows than that get a field to find one

interface SlicesProps {
  retention: Retention;
  view: View;
  change: Change;
  open: (asked: Asked) => void;
}

export function Slices({ retention, view, change, open }: SlicesProps) {
  const [text, setText] = useState("");
  const box = useRef<HTMLElement>(null);
  const all = useMemo(() => rowsOf(retention), [retention]);
  const slice = retention.dimension;
  const rows = found(all, slice === "whole" ? "" : text, (row) => rowName(row, slice));
  useRows(box, t("ui.retention.title"), () => change({ key: null }));
  const columns = columnsOf(retention, view, change, open, moves(all));
  return (
    <section ref={box} className="rt-slices" aria-label={t(`ui.retention.by.${slice}`)}>
      <div className="row">
        <h2>{slice === "whole" ? t("ui.retention.periods.all") : t(`ui.retention.by.${slice}`)}</h2>
        {retention.overlaps && <span className="muted"><Def k="ret_overlap">{t("ui.retention.overlap")}</Def></span>}
        <span className="spread" />
        {slice !== "whole" && all.length > FILTERED && (
          <input type="search" className="rt-input" data-filter value={text} onChange={(event) => setText(event.target.value)}
            placeholder={t("ui.retention.find")} aria-label={t("ui.retention.find")} />
        )}
      </div>
      {slice !== "whole" && retention.slices.length === 0 ? (
        <EmptyState kind="nothing" compact title={t("ui.retention.slices.none")} text={t("ui.retention.slices.none.text")} />
      ) : text.trim() && rows.length <= 1 ? (
        <EmptyState kind="nothing" compact title={t("ui.retention.found.none")}
          action={<button type="button" className="text-button" onClick={() => setText("")}>{t("ui.act.clear")}</button>} />
      ) : (
        <DataTable caption={t(`ui.retention.by.${slice}`)} columns={columns} rows={rows} rowKey={(row) => row.id} dim={(row) => !row.named} />
      )}
    </section>
  );
}

function columnsOf(retention: Retention, view: View, change: Change, open: (asked: Asked) => void, moved: boolean): Column<Row>[] {
  const slice = retention.dimension;
  const number = (row: Row, cell: Asked["cell"], value: number, shown = count(value)) =>
    row.named && value > 0 ? (
      <button type="button" className="rt-number" aria-label={t("ui.retention.names.of", { what: `${rowName(row, slice)} · ${cellName(cell)}`, n: shown })}
        onClick={() => open(askedOf(row, cell))}>{shown}</button>
    ) : <span>{shown}</span>;
  const column = (cell: "inflow" | "evaporation" | "moved_in" | "moved_out" | "retained"): Column<Row> => ({
    key: cell, num: true, label: <Def k={`ret_${cell}`}>{cellName(cell)}</Def>,
    render: (row) => number(row, cell, row.flow[cell]),
  });
  return [
    { key: "name", head: true, label: t(`ui.retention.head.${slice}`), render: (row) => <Name row={row} view={view} slice={slice} change={change} open={open} /> },
    { key: "opening", num: true, label: <Def k="ret_opening">{t("ui.retention.opening")}</Def>, render: (row) => opening(row, open, slice) },
    column("inflow"), column("evaporation"),
    ...(moved ? [column("moved_in"), column("moved_out")] : []),
    column("retained"),
    { key: "net", num: true, label: <Def k="ret_net">{t("ui.retention.net")}</Def>, render: (row) => <span>{signed(row.flow.retained - row.opening)}</span> },
    { key: "ratio", num: true, label: <Def k="ret_quick_ratio">{t("ui.retention.ratio")}</Def>, render: (row) => ratio(row.flow.quick_ratio) },
    { key: "causes", label: t("ui.retention.causes"), render: (row) => <Causes row={row} open={open} slice={slice} /> },
  ];
}

function opening(row: Row, open: (asked: Asked) => void, slice: View["slice"]) {
  const before = addDays(row.flow.first, -1);
  if (!row.named || row.opening === 0) return <span>{count(row.opening)}</span>;
  return (
    <button type="button" className="rt-number" aria-label={t("ui.retention.names.of", { what: `${rowName(row, slice)} · ${t("ui.retention.opening")}`, n: count(row.opening) })}
      onClick={() => open({ cell: "retained", key: row.key, first: before, last: before })}>{count(row.opening)}</button>
  );
}

/** A slice's name puts it into the waterfall; a period's opens who evaporated in it. */
function Name({ row, view, slice, change, open }: { row: Row; view: View; slice: View["slice"]; change: Change; open: (asked: Asked) => void }) {
  const name = rowName(row, slice);
  if (!row.named) return <span data-row tabIndex={-1}><Def k={`ret_${row.kind}`}>{name}</Def></span>;
  if (row.kind === "period") return <button type="button" data-row className="rt-name rt-span" onClick={() => open(askedOf(row, "evaporation"))}>{name}</button>;
  const on = view.key === row.key;
  return <button type="button" data-row className="rt-name" aria-pressed={on} onClick={() => change({ key: on ? null : row.key })}>{name}</button>;
}

function Causes({ row, open, slice }: { row: Row; open: (asked: Asked) => void; slice: View["slice"] }) {
  const causes = causesOf(row.flow);
  if (causes.length === 0) return <span className="muted">–</span>;
  return (
    <span className="rt-causes">
      {causes.map(({ code, amount }) => row.named ? (
        <button key={code} type="button" className="rt-cause" aria-label={t("ui.retention.names.of", { what: `${rowName(row, slice)} · ${cellName(code)}`, n: count(amount) })}
          onClick={() => open(askedOf(row, code))}>{cellName(code)} <b>{count(amount)}</b></button>
      ) : <span key={code} className="rt-cause">{cellName(code)} <b>{count(amount)}</b></span>)}
    </span>
  );
}
