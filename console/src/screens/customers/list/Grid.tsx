// The table: as many rows as were fetched, a few dozen of them in the page; near its end the next are asked for.
import { memo, type MouseEvent, useCallback, useEffect, useMemo, useRef } from "react";
import type { CustomerRow } from "@/app/types";
import { t, tk } from "@/i18n";
import { fitting, template } from "@/screens/checkup/model/columns";
import type { Selection } from "@/screens/checkup/model/selection";
import { useRowHeight } from "@/screens/checkup/table/useRowHeight";
import { useSlice } from "@/screens/checkup/table/useSlice";
import { useSize } from "@/screens/checkup/useSize";
import { Def, Icon } from "@/ui";
import type { Column, Sort } from "../model/columns";
import { nameOf } from "../words";
import { Cell } from "./cells";

const LEAD = 40;
const GAPS = 24;
const AHEAD = 30; // rows left when the next page is asked for

export interface GridProps {
  rows: CustomerRow[];
  total: number;
  columns: Column[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  chosen: Selection;
  /** Null: nothing may be done with them. */
  onChoose: ((row: CustomerRow, range: boolean) => void) | null;
  onAll: () => void;
  active: number;
  onActive: (index: number) => void;
  /** Counts up when the keyboard moved: then the row takes the focus. */
  moved: number;
  onOpen: (row: CustomerRow) => void;
  more: () => void;
}

export function Grid(props: GridProps) {
  const { rows, total, columns, sort, onSort, chosen, onChoose, onAll, active, onActive, moved, onOpen, more } = props;
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const { width } = useSize(box);
  const lead = onChoose ? LEAD : 12;
  const fit = useMemo(() => fitting(columns, width ? width - lead - GAPS : 1200) as Column[], [columns, width, lead]);
  const grid = useMemo(() => template(fit, `${lead}px`), [fit, lead]);
  const { from, to } = useSlice(body, null, height, rows.length);
  useEffect(() => { if (to >= rows.length - AHEAD) more(); }, [to, rows.length, more]);
  const shown = useMemo(() => indices(from, to, active, rows.length), [from, to, active, rows.length]);
  const focus = useCallback(() => {
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }, [active]);
  useEffect(() => { if (moved > 0) focus(); }, [moved, focus]);
  const all = chosen.size === 0 ? "none" : rows.every((row) => chosen.has(row.id)) ? "all" : "some";
  return (
    <div ref={box} role="grid" className="cu-grid" aria-label={t("ui.customers.title")} aria-multiselectable={onChoose !== null}
      aria-rowcount={total + 1} aria-colcount={fit.length + 1}>
      <div role="rowgroup" className="cu-head">
        <div role="row" aria-rowindex={1} className="cu-head-row" style={{ gridTemplateColumns: grid }}>
          <span role="columnheader" className="cu-check">
            {onChoose && <input type="checkbox" checked={all === "all"} onChange={onAll} aria-label={t("ui.customers.choose_all")}
              ref={(check) => { if (check) check.indeterminate = all === "some"; }} />}
          </span>
          {fit.map((column) => <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />)}
        </div>
      </div>
      <div ref={body} role="rowgroup" className="cu-body" style={{ height: rows.length * height }}>
        {shown.map((index) => {
          const row = rows[index];
          return row && (
            <Row key={row.id} row={row} index={index} top={index * height} columns={fit} grid={grid} chosen={chosen.has(row.id)}
              active={index === active} onOpen={onOpen} onChoose={onChoose} onActive={onActive} />
          );
        })}
      </div>
    </div>
  );
}

function HeadCell({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (sort: Sort) => void }) {
  const label = tk(`column.${column.def}`);
  const by = column.sort;
  const on = by === sort;
  return (
    <span role="columnheader" className={`cu-th${column.number ? " num" : ""}`} {...(by ? { "aria-sort": on ? (by === "name" ? "ascending" : "descending") : "none" } : {})}>
      <Def k={column.def}>
        {by ? (
          <button type="button" className={on ? "cu-sort on" : "cu-sort"} onClick={() => onSort(by)} title={t("ui.customers.sort_by", { what: tk(`ui.customers.sort.${by}`) })}>
            <span className="ellipsis">{label}</span>
            {on && <span className={by === "name" ? "cu-way up" : "cu-way"}><Icon name="down" size={12} /></span>}
          </button>
        ) : <span className="ellipsis">{label}</span>}
      </Def>
    </span>
  );
}

interface RowProps extends Pick<GridProps, "onOpen" | "onChoose" | "onActive"> {
  row: CustomerRow;
  index: number;
  top: number;
  columns: Column[];
  grid: string;
  chosen: boolean;
  active: boolean;
}

const Row = memo(function Row({ row, index, top, columns, grid, chosen, active, onOpen, onChoose, onActive }: RowProps) {
  const choose = (event: MouseEvent) => {
    event.stopPropagation();
    onChoose?.(row, event.shiftKey);
  };
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={chosen} data-index={index} tabIndex={active ? 0 : -1}
      className={chosen ? "cu-row cu-chosen" : "cu-row"} style={{ transform: `translateY(${top}px)`, gridTemplateColumns: grid }}
      onClick={() => onOpen(row)} onFocus={() => onActive(index)}>
      <span role="gridcell" className="cu-check">
        {onChoose && <input type="checkbox" tabIndex={-1} checked={chosen} readOnly onClick={choose} aria-label={t("ui.customers.choose", { name: nameOf(row) })} />}
      </span>
      {columns.map((column) => (
        <span key={column.id} role="gridcell" className={`cu-cell${column.number ? " num" : ""}`}><Cell column={column.id} row={row} /></span>
      ))}
    </div>
  );
});

/** The rows in sight, and the one with the keyboard wherever it is: or the focus would be lost by scrolling. */
function indices(from: number, to: number, active: number, count: number): number[] {
  const list = Array.from({ length: to - from }, (_, at) => from + at);
  return active >= 0 && active < count && (active < from || active >= to) ? [...list, active] : list;
}
