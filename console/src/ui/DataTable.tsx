import { type ReactNode, useId } from "react";

export interface Column<T> {
  key: string;
  label: ReactNode;
  render: (row: T) => ReactNode;
  /** Right-aligned figures. */
  num?: boolean;
  width?: number | string;
  /** The row's name: heads its card on a phone, and names the row to screen readers. */
  head?: boolean;
  /** Buttons: without a label on the card. */
  acts?: boolean;
}

export interface DataTableProps<T> {
  caption: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string | number;
  /** More of a row, below it. */
  detail?: (row: T) => ReactNode;
  dim?: (row: T) => boolean;
}

/** A table of tens or hundreds of rows; cards under 768 px. (Thousands: antd's virtual table, in a lazy screen.) */
export function DataTable<T>({ caption, columns, rows, rowKey, detail, dim }: DataTableProps<T>) {
  const id = useId();
  return (
    <div className="data-wrap">
      <table className="data">
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.num ? "num" : undefined} style={column.width ? { width: column.width } : undefined}>
                {column.acts ? <span className="hidden-text">{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        {rows.map((row) => {
          const more = detail?.(row);
          return (
            <tbody key={rowKey(row)} className={dim?.(row) ? "dim" : undefined}>
              <tr>
                {columns.map((column) => cell(column, row, `${id}-${column.key}`))}
              </tr>
              {more && <tr className="data-detail"><td colSpan={columns.length}>{more}</td></tr>}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

function cell<T>(column: Column<T>, row: T, key: string) {
  const inner = (
    <>
      {!column.head && !column.acts && <span className="data-label" aria-hidden={typeof column.label === "string" || undefined}>{column.label}</span>}
      <div className="data-value">{column.render(row)}</div>
    </>
  );
  if (column.head) return <th key={key} scope="row" className="data-head">{inner}</th>;
  return <td key={key} className={column.num ? "num" : column.acts ? "data-acts" : undefined}>{inner}</td>;
}
