import { Select } from "antd";
import type { AttributeDefinition } from "@/app/types";
import { named, t } from "@/i18n";
import { Icon, Pill } from "@/ui";
import { type Mappings, PEOPLE, SHAPE, type TableSet, tellColumn, tellShape } from "../model/mapping";
import { questionWords } from "../words";
import { ColumnRow } from "./ColumnRow";
import { Preview } from "./Preview";

interface TableCardProps {
  set: TableSet;
  shapes: Record<string, string[]>;
  /** What the tenant defined of people, and files may say. */
  attributes: AttributeDefinition[];
  mappings: Mappings;
  /** The preview is being read anew. */
  busy: boolean;
  change: (mappings: Mappings) => void;
}

/** One sort of table: what each column is taken for, to be corrected, and how its rows read then. */
export function TableCard({ set, shapes, attributes, mappings, busy, change }: TableCardProps) {
  const { table, files } = set;
  const told = mappings[table.signature];
  const shape = told?.[SHAPE] ?? table.shape;
  const name = files.map(({ file, sheet }) => (sheet ? t("ui.import.sheet", { name: file.name, sheet }) : file.name));
  const id = `im-table-${table.signature}`;
  const asked = table.questions.filter((text) => !text.startsWith("day_first"));
  return (
    <section className={`card im-table${shape === null ? " im-ask" : ""}`} aria-labelledby={id}>
      <header className="im-table-head">
        <div className="im-table-name">
          <h2 id={id}><bdi>{name[0]}</bdi></h2>
          {name.length > 1 && <span className="muted" title={name.join("\n")}>{t("ui.import.table.others", { n: name.length - 1 })}</span>}
          {told && <Pill tone="brand">{t("ui.import.corrected")}</Pill>}
        </div>
        <label className="im-shape"><span>{t("ui.import.shape")}</span>
          <Select className="im-select" classNames={{ popup: { root: "im-popup" } }} value={shape} aria-label={t("ui.import.shape")} popupMatchSelectWidth={false} placeholder={t("ui.import.shape.choose")}
            status={shape === null ? "warning" : ""} options={Object.keys(shapes).map((value) => ({ value, label: named("table_kind", value) }))}
            onChange={(value: string) => change(tellShape(mappings, table, value, shapes))} />
        </label>
        {told && <button type="button" className="text-button" onClick={() => change(without(mappings, table.signature))}><Icon name="undo" size={14} /> {t("ui.import.as_guessed")}</button>}
      </header>
      {shape === null && <p className="im-trouble"><Icon name="info" size={14} /> {t("ui.import.shape.unknown")}</p>}
      {asked.map((text) => <p key={text} className="im-trouble"><Icon name="warn" size={14} /> {questionWords(text)}</p>)}
      <div className="im-table-parts">
        <div className="im-columns" role="group" aria-label={t("ui.import.columns")}>
          <h3>{t("ui.import.columns")}</h3>
          <ul>
            {table.columns.map((column) => (
              <ColumnRow key={column.heading} column={column} fields={shapes[shape ?? ""] ?? table.fields} attributes={shape === PEOPLE ? attributes : []} told={told}
                tell={(field) => change(tellColumn(mappings, table, column.heading, field))} />
            ))}
          </ul>
        </div>
        <Preview rows={table.preview} busy={busy} />
      </div>
      <p className="muted im-small">{t("ui.import.remembered_later")}</p>
    </section>
  );
}

function without(mappings: Mappings, signature: string): Mappings {
  const { [signature]: _, ...rest } = mappings;
  return rest;
}
