import { Input, Select } from "antd";
import { useId } from "react";
import type { AttributeDefinition } from "@/app/types";
import { t } from "@/i18n";
import { meant } from "../model/values";
import { wrongValue } from "../words";

interface ValueFieldProps {
  definition: Pick<AttributeDefinition, "type" | "choices">;
  label: string;
  /** As it is typed: `typed` and `meant` of model/values. */
  value: string | string[];
  onChange: (value: string | string[]) => void;
}

/** The input of an attribute, by its type; what can't be one of it is said below. */
export function ValueField({ definition, label, value, onChange }: ValueFieldProps) {
  const wrong = useId();
  const { type, choices } = definition;
  const text = Array.isArray(value) ? "" : value;
  const fault = wrongValue(type, meant(type, value, choices));
  const options = choices.map((one) => ({ value: one, label: one }));
  const described = fault ? { "aria-invalid": true, "aria-describedby": wrong } : {};
  return (
    <label>
      <span>{label}</span>
      {type === "choice" ? <Select allowClear showSearch value={text || undefined} options={options} aria-label={label} onChange={(one?: string) => onChange(one ?? "")} placeholder={t("ui.customers.attribute.empty")} />
        : type === "choices" ? <Select mode="multiple" allowClear value={Array.isArray(value) ? value : []} options={options} aria-label={label} onChange={(all: string[]) => onChange(all)} placeholder={t("ui.customers.attribute.empty")} />
        : type === "date" ? <input type="date" className="cu-input" value={text} onChange={(event) => onChange(event.target.value)} {...described} />
        : type === "text" ? <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2_000} value={text} onChange={(event) => onChange(event.target.value)} {...described} />
        : <Input inputMode={type === "place" ? "text" : "decimal"} prefix={type === "money" ? "¥" : undefined} maxLength={type === "place" ? 2_000 : 24} value={text} onChange={(event) => onChange(event.target.value)} {...described} />}
      {fault && <small id={wrong} className="form-error">{fault}</small>}
    </label>
  );
}
