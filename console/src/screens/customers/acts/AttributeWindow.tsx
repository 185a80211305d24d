import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { sentence } from "@/app/problem";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { attributeName } from "@/screens/attributes/words";
import { attributesQuery } from "../data";
import { meant } from "../model/values";
import { setAttribute } from "./calls";
import type { WindowProps } from "./useActs";
import { ValueField } from "./ValueField";
import { Which } from "./Which";

/** The same value for all that are chosen; nothing typed takes theirs back. Values that stood before stay on timelines. */
export function AttributeWindow({ rows, onClose, onDone }: WindowProps) {
  const attributes = useQuery(attributesQuery);
  const [code, setCode] = useState<string>();
  const [text, setText] = useState<string | string[]>("");
  const settable = (attributes.data ?? []).filter((one) => one.archived_at === null);
  const definition = settable.find((one) => one.code === code);
  const value = definition && meant(definition.type, text, definition.choices);
  const ready = definition !== undefined && value !== undefined;
  const act = value === null ? "ui.customers.attribute.clear" : "ui.customers.attribute.act";
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.attribute.title", { n: rows.length })} act={t(act, { n: rows.length })} danger={value === null}
      disabled={!ready} done={t("ui.customers.attribute.done", { n: rows.length })} undoHint={t("ui.customers.attribute.no_undo")}
      run={async () => { if (code !== undefined && value !== undefined) await setAttribute(rows.map((row) => row.id), code, value); onDone(); }}>
      <Which rows={rows} />
      <div className="form">
        <label>
          <span>{t("ui.customers.attribute")}</span>
          <Select showSearch={{ optionFilterProp: "label" }} value={code} loading={attributes.isPending} aria-label={t("ui.customers.attribute")} placeholder={t("ui.customers.attribute.choose")}
            options={settable.map((one) => ({ value: one.code, label: attributeName(one) }))}
            onChange={(next: string) => { setCode(next); setText(settable.find((one) => one.code === next)?.type === "choices" ? [] : ""); }}
            notFoundContent={attributes.error ? sentence(attributes.error) : attributes.isPending ? t("ui.state.loading") : t("ui.customers.attribute.none")} />
        </label>
        {definition && <ValueField key={definition.code} definition={definition} label={t("ui.customers.attribute.value")} value={text} onChange={setText} />}
      </div>
      {definition?.sensitive && <p className="form-warn">{t("ui.customers.attribute.sensitive")}</p>}
    </ConfirmAct>
  );
}
