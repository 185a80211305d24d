// Every chart: its name with its definition, and the same numbers as a table one press away.
import { type ReactNode, useState } from "react";
import { t } from "@/i18n";
import { Def } from "@/ui";

interface FigureProps {
  title: ReactNode;
  /** Key of Def. */
  def?: string;
  /** What is seen, in a sentence. */
  note?: ReactNode;
  chart: ReactNode;
  table: { heads: string[]; rows: (string | number)[][] };
}

export function Figure({ title, def, note, chart, table }: FigureProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="cu-figure">
      <figcaption>
        <h3>{def ? <Def k={def}>{title}</Def> : title}</h3>
        <button type="button" className="text-button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t("ui.checkup.chart") : t("report.as_table")}
        </button>
      </figcaption>
      {note && <p className="muted">{note}</p>}
      {asTable ? <Numbers {...table} /> : chart}
    </figure>
  );
}

export function Numbers({ heads, rows }: FigureProps["table"]) {
  return (
    <div className="cu-numbers" tabIndex={0} role="group" aria-label={heads[0]}>
      <table>
        <thead><tr>{heads.map((head, at) => <th key={head} className={at ? "num" : undefined} scope="col">{head}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>{row.map((value, at) => (at === 0 ? <th key={heads[at]} scope="row">{value}</th> : <td key={heads[at]} className="num">{value}</td>))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
