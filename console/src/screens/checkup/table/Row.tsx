import { memo, type MouseEvent } from "react";
import type { GroupRow } from "@/app/types";
import { t } from "@/i18n";
import type { Column } from "../model/columns";
import { Cell, type CellTools } from "./cells";

export interface RowProps {
  row: GroupRow;
  index: number;
  top: number;
  columns: Column[];
  grid: string;
  chosen: boolean;
  /** The one that the keyboard is on. */
  active: boolean;
  open: boolean;
  tools: CellTools;
  onPress: (row: GroupRow, index: number) => void;
  onChoose: (row: GroupRow, index: number, range: boolean) => void;
  onActive: (index: number) => void;
}

export const Row = memo(function Row(props: RowProps) {
  const { row, index, top, columns, grid, chosen, active, open, tools, onPress, onChoose, onActive } = props;
  const choose = (event: MouseEvent) => {
    event.stopPropagation();
    onChoose(row, index, event.shiftKey);
  };
  return (
    <div role="row" aria-rowindex={index + 2} aria-selected={chosen} data-index={index} tabIndex={active ? 0 : -1}
      className={`cu-row${chosen ? " cu-chosen" : ""}${open ? " cu-open" : ""}`}
      style={{ transform: `translateY(${top}px)`, gridTemplateColumns: grid }}
      onClick={() => onPress(row, index)} onFocus={() => onActive(index)}>
      <span role="gridcell" className="cu-check">
        <input type="checkbox" tabIndex={-1} checked={chosen} readOnly onClick={choose} aria-label={t("ui.checkup.choose", { name: row.name })} />
      </span>
      {columns.map((column) => (
        <span key={column.id} role="gridcell" className={`cu-cell${column.number ? " num" : ""}`}>
          <Cell column={column.id} row={row} tools={tools} />
        </span>
      ))}
    </div>
  );
});
