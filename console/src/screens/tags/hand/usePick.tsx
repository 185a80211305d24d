// A tag chosen to be put on by hand, and for how long: the form of all windows that put one on.
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { type ReactNode, useState } from "react";
import { sentence } from "@/app/problem";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { defineTag, type TagChange } from "@/screens/customers/acts/calls";
import { tagsQuery } from "@/screens/customers/data";
import { tagName } from "@/screens/customers/model/tagging";

const DAY = 86_400_000;
const LASTING = [0, 7, 30, 90, 365]; // days; 0: until taken off

export interface Pick {
  /** "group/name"; undefined: none yet, or one that the person may not define. */
  name: string | undefined;
  /** Of a tag that is defined already. */
  id: number | undefined;
  fields: ReactNode;
  /** What is to be put on. A new tag is defined first: one that nobody defined has no name in lists. */
  change: () => Promise<TagChange>;
}

export function usePick(): Pick {
  const tags = useQuery(tagsQuery);
  const mayDefine = useCan("segments.edit");
  const [text, setText] = useState("");
  const [days, setDays] = useState(0);
  const known = new Map<string, number>((tags.data?.groups ?? []).flatMap((group) => group.tags.map((tag) => [`${group.name}/${tag.name}`, tag.id] as const)));
  const wanted = tagName(text);
  const id = wanted === undefined ? undefined : known.get(wanted);
  const name = id !== undefined || mayDefine ? wanted : undefined;
  const hint = mayDefine ? "ui.customers.tag.write" : "ui.customers.tag.pick";
  const options = [...known.keys()].map((tag) => ({ value: tag, label: tag }));
  if (name !== undefined && id === undefined) options.unshift({ value: name, label: t("ui.customers.tag.new", { name }) });
  const change = async (): Promise<TagChange> => {
    if (name === undefined) return {};
    if (id === undefined) await defineTag(name, tags.data?.groups ?? []);
    return { add: [name], until_at: days ? clock() + days * DAY : null };
  };
  const fields = (
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
  );
  return { name, id, fields, change };
}
