import { t, tk } from "@/i18n";
import { Def, Icon } from "@/ui";
import type { Column } from "../model/columns";
import { sortable } from "../model/sort";
import type { Order } from "../model/view";

interface HeadProps {
  columns: Column[];
  grid: string;
  order: Order | null;
  onOrder: (by: string) => void;
  /** none, some, all. */
  chosen: "none" | "some" | "all";
  onAll: () => void;
}

export function Head({ columns, grid, order, onOrder, chosen, onAll }: HeadProps) {
  return (
    <div role="rowgroup" className="cu-head">
      <div role="row" aria-rowindex={1} className="cu-head-row" style={{ gridTemplateColumns: grid }}>
        <span role="columnheader" className="cu-check">
          <input type="checkbox" checked={chosen === "all"} onChange={onAll} aria-label={t("ui.checkup.choose_all")}
            ref={(box) => { if (box) box.indeterminate = chosen === "some"; }} />
        </span>
        {columns.map((column) => <HeadCell key={column.id} column={column} order={order} onOrder={onOrder} />)}
      </div>
    </div>
  );
}

function HeadCell({ column, order, onOrder }: { column: Column; order: Order | null; onOrder: (by: string) => void }) {
  const on = order?.by === column.id;
  const label = tk(`ui.checkup.col.${column.id}`);
  const way = on ? (order.down ? "descending" : "ascending") : "none";
  return (
    <span role="columnheader" className={`cu-th${column.number ? " num" : ""}`} {...(sortable(column.id) ? { "aria-sort": way } : {})}>
      <Def k={column.def}>
        {sortable(column.id) ? (
          <button type="button" className={on ? "cu-sort on" : "cu-sort"} onClick={() => onOrder(column.id)} title={label}>
            <span className="ellipsis">{label}</span>
            {on && <span className={order.down ? "cu-way" : "cu-way up"}><Icon name="down" size={12} /></span>}
          </button>
        ) : (
          <span className="ellipsis">{label}</span>
        )}
      </Def>
    </span>
  );
}
