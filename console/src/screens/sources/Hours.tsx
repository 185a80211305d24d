// Hours of the week: nothing chosen is always; one line of days and times covers what shops have.
import { Checkbox, Input } from "antd";
import { useState } from "react";
import type { HourSpan } from "@/app/types";
import { named, t } from "@/i18n";
import { clockText, minuteOf } from "./words";

const WEEK = [1, 2, 3, 4, 5, 6, 7];

export function Hours({ label, value, onChange }: { label: string; value: HourSpan[]; onChange: (spans: HourSpan[]) => void }) {
  const first = value[0];
  const [since, setSince] = useState(clockText(first?.since ?? 540));
  const [until, setUntil] = useState(clockText(first?.until ?? 1260));
  const [days, setDays] = useState<number[]>(first?.days ?? WEEK);
  const put = (more: { since?: string; until?: string; days?: number[] }) => {
    const told = { since, until, days, ...more };
    setSince(told.since);
    setUntil(told.until);
    setDays(told.days);
    const span = { days: told.days, since: minuteOf(told.since) ?? 0, until: minuteOf(told.until) ?? 0 };
    onChange(span.days.length ? [span, ...value.slice(1)] : []);
  };
  const bounded = value.length > 0;
  return (
    <fieldset className="sr-hours">
      <legend>{label}</legend>
      <Checkbox checked={!bounded} onChange={(event) => (event.target.checked ? onChange([]) : put({}))}>{t("ui.sources.always")}</Checkbox>
      {bounded && (
        <div className="row">
          <Input aria-label={t("ui.sources.since")} className="sr-time" inputMode="numeric" maxLength={5} value={since}
            status={minuteOf(since) === undefined ? "error" : ""} onChange={(event) => put({ since: event.target.value })} />
          <span aria-hidden="true">–</span>
          <Input aria-label={t("ui.sources.until")} className="sr-time" inputMode="numeric" maxLength={5} value={until}
            status={minuteOf(until) === undefined ? "error" : ""} onChange={(event) => put({ until: event.target.value })} />
          <span className="sr-days">
            {WEEK.map((day) => (
              <button key={day} type="button" aria-pressed={days.includes(day)}
                onClick={() => put({ days: days.includes(day) ? days.filter((one) => one !== day) : [...days, day].sort() })}>
                {named("ui.sources.day", String(day))}
              </button>
            ))}
          </span>
        </div>
      )}
    </fieldset>
  );
}
