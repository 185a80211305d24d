import { Select } from "antd";
import type { AttributeDefinition, InspectedColumn } from "@/app/types";
import { t } from "@/i18n";
import { attributeField, IGNORE, originOf, shownField } from "../model/mapping";
import { fieldWords } from "../words";

interface ColumnRowProps {
  column: InspectedColumn;
  fields: string[];
  /** What the tenant defined of people, where such a column may stand. */
  attributes: AttributeDefinition[];
  told: Record<string, string> | undefined;
  tell: (field: string | null) => void;
}

/** One column: its heading, what stands under it, and what that is. */
export function ColumnRow({ column, fields, attributes, told, tell }: ColumnRowProps) {
  const origin = originOf(column, told);
  const shown = shownField(column, told);
  const known = [...fields, ...attributes.map((one) => attributeField(one.code))];
  if (shown !== null && shown !== IGNORE && !known.includes(shown)) known.push(shown);
  const options = [
    ...known.map((value) => ({ value, label: fieldWords(value, attributes) })).sort((a, b) => a.label.localeCompare(b.label)),
    { value: IGNORE, label: t("ui.import.ignore") },
  ];
  const found = (typed: string, option?: { value: string; label: string }) =>
    !!option && `${option.label} ${option.value}`.toLowerCase().includes(typed.trim().toLowerCase());
  return (
    <li className={`im-column im-column-${origin}`}>
      <div className="im-column-head">
        <bdi className="im-heading">{column.heading}</bdi>
        <bdi className="im-samples" title={column.samples.join("\n")}>{column.samples.length > 0 ? column.samples.join(t("ui.import.sample_gap")) : t("ui.import.no_samples")}</bdi>
      </div>
      <span className="im-arrow" aria-hidden="true">→</span>
      <div className="im-column-is">
        <Select className="im-select" classNames={{ popup: { root: "im-popup" } }} showSearch={{ filterOption: found }} allowClear={origin === "told"} value={shown} placeholder={t("ui.import.column.unknown")}
          aria-label={t("ui.import.column.of", { heading: column.heading })} options={options} popupMatchSelectWidth={false}
          onChange={(value: string | undefined) => tell(value ?? null)} />
        <small className={`im-origin im-origin-${origin}`}>{t(`ui.import.origin.${origin}`)}</small>
      </div>
    </li>
  );
}
