import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { sentence } from "@/app/problem";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { ConfirmAct } from "@/ui";
import { tagsQuery } from "../data";
import { lacking, tagName } from "../model/tagging";
import { changeTags, defineTag } from "./calls";
import type { WindowProps } from "./useActs";
import { Which } from "./Which";

const DAY = 86_400_000;
const LASTING = [0, 7, 30, 90, 365]; // days; 0: until taken off

/** Put a tag on. Only those who lack it change, so that an undo takes it from nobody who had it before. */
export function TagWindow({ rows, onClose, onDone }: WindowProps) {
  const tags = useQuery(tagsQuery);
  const mayDefine = useCan("segments.edit");
  const [text, setText] = useState("");
  const [days, setDays] = useState(0);
  const known = (tags.data?.groups ?? []).flatMap((group) => group.tags.map((tag) => ({ name: `${group.name}/${tag.name}`, count: tag.figures.count })));
  const wanted = tagName(text);
  const isKnown = known.some((tag) => tag.name === wanted);
  const name = isKnown || mayDefine ? wanted : undefined;
  const ids = name ? lacking(rows, name) : [];
  const hint = mayDefine ? "ui.customers.tag.write" : "ui.customers.tag.pick";
  const options = known.map((tag) => ({ value: tag.name, label: tag.name }));
  if (name && !isKnown) options.unshift({ value: name, label: t("ui.customers.tag.new", { name }) });
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.tag.title", { n: rows.length })} act={t("ui.customers.tag.act", { n: name ? ids.length : rows.length })}
      disabled={ids.length === 0} done={t("ui.customers.tag.done", { n: ids.length, name: name ?? "" })}
      undo={() => changeTags(ids, { remove: [name ?? ""] })}
      run={async () => { if (name && !isKnown) await defineTag(name, tags.data?.groups ?? []); await changeTags(ids, { add: [name ?? ""], until_at: days ? clock() + days * DAY : null }); onDone(); }}>
      <Which rows={rows} />
      <div className="form">
        <label>
          <span>{t("ui.customers.tag.which")}</span>
          <Select showSearch={{ onSearch: (typed) => { if (typed) setText(typed); } }} value={name} placeholder={t("ui.customers.tag.example")} aria-label={t("ui.customers.tag.which")}
            loading={tags.isPending} options={options} onChange={(value: string) => setText(value)}
            notFoundContent={tags.isPending ? t("ui.state.loading") : tags.error ? sentence(tags.error) : t(hint)} />
          <small className="muted">{t(hint)}</small>
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
