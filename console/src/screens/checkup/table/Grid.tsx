// The table: thousands of rows, a few dozen in the page. It scrolls with the page, its head stays.
import { useCallback, useEffect, useMemo, useRef } from "react";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { type Column, fitting, template } from "../model/columns";
import type { Order } from "../model/view";
import type { Selection } from "../model/selection";
import { useSize } from "../useSize";
import type { CellTools } from "./cells";
import { Head } from "./Head";
import { Row } from "./Row";
import { useRowHeight } from "./useRowHeight";
import { useSlice } from "./useSlice";

const LEAD = 40;
const GAPS = 24;

export interface GridProps {
  rows: GroupRow[];
  columns: Column[];
  order: Order | null;
  onOrder: (by: string) => void;
  chosen: Selection;
  onChoose: (row: GroupRow, index: number, range: boolean) => void;
  onAll: () => void;
  active: number;
  onActive: (index: number) => void;
  /** Counts up when the keyboard moved: then the row takes the focus. */
  moved: number;
  open: string | null;
  onPress: (row: GroupRow, index: number) => void;
  tools: CellTools;
}

export function Grid(props: GridProps) {
  const { rows, columns, order, onOrder, chosen, onChoose, onAll, active, onActive, moved, open, onPress, tools } = props;
  const box = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const { width } = useSize(box);
  const fit = useMemo(() => fitting(columns, width ? width - LEAD - GAPS : 1200), [columns, width]);
  const grid = useMemo(() => template(fit, `${LEAD}px`), [fit]);
  const { from, to } = useSlice(body, null, height, rows.length);
  const shown = useMemo(() => indices(from, to, active, rows.length), [from, to, active, rows.length]);
  const focus = useCallback(() => {
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${active}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }, [active]);
  useEffect(() => { if (moved > 0) focus(); }, [moved, focus]);

  const all = chosen.size === 0 ? "none" : rows.length > 0 && rows.every((row) => chosen.has(row.id)) ? "all" : "some";
  return (
    <div ref={box} role="grid" className="cu-grid" aria-label={t("ui.checkup.title")} aria-multiselectable="true"
      aria-rowcount={rows.length + 1} aria-colcount={fit.length + 1}>
      <Head columns={fit} grid={grid} order={order} onOrder={onOrder} chosen={all} onAll={onAll} />
      <div ref={body} role="rowgroup" className="cu-body" style={{ height: rows.length * height }}>
        {shown.map((index) => {
          const row = rows[index];
          return row && (
            <Row key={row.id} row={row} index={index} top={index * height} columns={fit} grid={grid} chosen={chosen.has(row.id)}
              active={index === active} open={row.id === open} tools={tools} onPress={onPress} onChoose={onChoose} onActive={onActive} />
          );
        })}
      </div>
    </div>
  );
}

/** The rows in sight, and the one with the keyboard wherever it is: or the focus would be lost by scrolling. */
function indices(from: number, to: number, active: number, count: number): number[] {
  const list = Array.from({ length: to - from }, (_, at) => from + at);
  return active >= 0 && active < count && (active < from || active >= to) ? [...list, active] : list;
}
