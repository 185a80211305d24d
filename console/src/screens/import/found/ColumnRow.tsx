import { Select } from "antd";
import type { InspectedColumn } from "@/app/types";
import { named, t } from "@/i18n";
import { IGNORE, originOf, shownField } from "../model/mapping";

interface ColumnRowProps {
  column: InspectedColumn;
  fields: string[];
  told: Record<string, string> | undefined;
  tell: (field: string | null) => void;
}

/** One column: its heading, what stands under it, and what that is. */
export function ColumnRow({ column, fields, told, tell }: ColumnRowProps) {
  const origin = originOf(column, told);
  const options = [
    ...[...fields].map((value) => ({ value, label: named("field", value) })).sort((a, b) => a.label.localeCompare(b.label)),
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
        <Select className="im-select" classNames={{ popup: { root: "im-popup" } }} showSearch={{ filterOption: found }} allowClear={origin === "told"} value={shownField(column, told)} placeholder={t("ui.import.column.unknown")}
          aria-label={t("ui.import.column.of", { heading: column.heading })} options={options} popupMatchSelectWidth={false}
          onChange={(value: string | undefined) => tell(value ?? null)} />
        <small className={`im-origin im-origin-${origin}`}>{t(`ui.import.origin.${origin}`)}</small>
      </div>
    </li>
  );
}
