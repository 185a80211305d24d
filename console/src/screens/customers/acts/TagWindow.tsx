import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { tagsQuery } from "../data";
import { lacking, tagName } from "../model/tagging";
import { changeTags } from "./calls";
import type { WindowProps } from "./useActs";
import { Which } from "./Which";

const DAY = 86_400_000;
const LASTING = [0, 7, 30, 90, 365]; // days; 0: until taken off

/** Put a tag on. Only those who lack it change, so that an undo takes it from nobody who had it before. */
export function TagWindow({ rows, onClose, onDone }: WindowProps) {
  const tags = useQuery(tagsQuery);
  const [text, setText] = useState("");
  const [days, setDays] = useState(0);
  const known = (tags.data?.groups ?? []).flatMap((group) => group.tags.map((tag) => ({ name: `${group.name}/${tag.name}`, count: tag.figures.count })));
  const name = tagName(text);
  const ids = name ? lacking(rows, name) : [];
  const options = known.map((tag) => ({ value: tag.name, label: tag.name }));
  if (name && !known.some((tag) => tag.name === name)) options.unshift({ value: name, label: t("ui.customers.tag.new", { name }) });
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.tag.title", { n: rows.length })} act={t("ui.customers.tag.act", { n: ids.length })}
      disabled={ids.length === 0} done={t("ui.customers.tag.done", { n: ids.length, name: name ?? "" })}
      undo={() => changeTags(ids, { remove: [name ?? ""] })}
      run={async () => { await changeTags(ids, { add: [name ?? ""], until_at: days ? Date.now() + days * DAY : null }); onDone(); }}>
      <Which rows={rows} />
      <div className="form">
        <label>
          <span>{t("ui.customers.tag.which")}</span>
          <Select showSearch={{ onSearch: (typed) => { if (typed) setText(typed); } }} value={name} placeholder={t("ui.customers.tag.example")} aria-label={t("ui.customers.tag.which")}
            loading={tags.isPending} options={options} onChange={(value: string) => setText(value)}
            notFoundContent={tags.isPending ? t("ui.state.loading") : t("ui.customers.tag.write")} />
          <small className="muted">{t("ui.customers.tag.write")}</small>
        </label>
        <label>
          <span>{t("ui.customers.tag.until")}</span>
          <Select value={days} onChange={setDays} aria-label={t("ui.customers.tag.until")}
            options={LASTING.map((n) => ({ value: n, label: n ? t("ui.customers.tag.for", { n }) : t("ui.customers.tag.forever") }))} />
        </label>
      </div>
      {name && ids.length < rows.length && <p className="muted">{t("ui.customers.tag.had", { n: rows.length - ids.length })}</p>}
    </ConfirmAct>
  );
}
