// Who publishes a Moment, and whom of their customers it is shown to: what the platform can be told, and no more.
import { useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useId } from "react";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { useSegments } from "@/screens/segments/data";
import { choicesQuery } from "./data";

export interface Who { by: "staff" | "segment"; staff: string[]; tags: string[]; segment: number | null }

export function MomentWho({ door, who, onChange }: { door: number; who: Who; onChange: (who: Who) => void }) {
  const choices = useQuery(choicesQuery(door));
  const segments = useSegments();
  const name = useId();
  const staff = choices.data?.staff ?? [];
  const tags = choices.data?.tags ?? [];
  const groups = [...new Set(tags.map((one) => one.group))];
  return (
    <>
      <fieldset className="sd-by">
        <legend>{t("ui.sends.moment.by")}</legend>
        {(["staff", "segment"] as const).map((by) => (
          <label key={by}><input type="radio" name={name} checked={who.by === by} onChange={() => onChange({ ...who, by })} /> {t(`ui.sends.moment.by.${by}`)}</label>
        ))}
      </fieldset>
      {who.by === "staff" ? (
        <div className="sd-field">
          <label htmlFor="sd-staff">{t("ui.sends.moment.staff")}</label>
          <Select id="sd-staff" mode="multiple" showSearch optionFilterProp="label" maxTagCount={12} loading={choices.isPending} value={who.staff} onChange={(chosen: string[]) => onChange({ ...who, staff: chosen })}
            options={staff.map((one) => ({ value: one.staff_id, label: `${one.name} · ${number(one.people)}` }))} />
          <small className="muted">{choices.isError ? t("ui.sends.moment.choices.failed") : t("ui.sends.moment.staff.hint")}
            {staff.length > 0 && who.staff.length < staff.length && <Button type="link" size="small" onClick={() => onChange({ ...who, staff: staff.map((one) => one.staff_id) })}>{t("ui.sends.moment.staff.all", { n: staff.length })}</Button>}
          </small>
        </div>
      ) : (
        <div className="sd-field">
          <label htmlFor="sd-moment-segment">{t("ui.sends.segment")}</label>
          <Select id="sd-moment-segment" showSearch optionFilterProp="label" loading={segments.isPending} value={who.segment} onChange={(segment: number) => onChange({ ...who, segment })}
            options={(segments.data ?? []).map((one) => ({ value: one.id, label: one.members === null ? one.name : `${one.name} · ${number(one.members)}` }))} />
          <small className="muted">{t("ui.sends.moment.segment.hint")}</small>
        </div>
      )}
      <div className="sd-field">
        <label htmlFor="sd-tags">{t("ui.sends.moment.tags")}</label>
        <Select id="sd-tags" mode="multiple" showSearch optionFilterProp="label" allowClear value={who.tags} onChange={(chosen: string[]) => onChange({ ...who, tags: chosen })}
          options={groups.map((group) => ({ label: group, title: group, options: tags.filter((one) => one.group === group).map((one) => ({ value: one.id, label: one.name })) }))} />
        <small className="muted">{t("ui.sends.moment.tags.hint")}</small>
      </div>
    </>
  );
}
