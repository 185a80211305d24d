// Hours of the week: nothing chosen is always. Nights and lunch breaks are several spans.
import { Button, Checkbox, Input } from "antd";
import { useState } from "react";
import type { HourSpan } from "@/app/types";
import { named, t } from "@/i18n";
import { Icon } from "@/ui";
import { clockText, minuteOf } from "./words";

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const MOST = 21; // three a day
const OFFICE: HourSpan = { days: WEEK, since: 540, until: 1260 };

export function Hours({ label, value, onChange }: { label: string; value: HourSpan[]; onChange: (spans: HourSpan[]) => void }) {
  const put = (at: number, span: HourSpan) => onChange(value.map((old, n) => (n === at ? span : old)));
  return (
    <fieldset className="sr-hours">
      <legend>{label}</legend>
      <Checkbox checked={value.length === 0} onChange={(event) => onChange(event.target.checked ? [] : [OFFICE])}>{t("ui.sources.always")}</Checkbox>
      {value.map((span, at) => (
        <Span key={`${at} of ${value.length}`} span={span} onChange={(next) => put(at, next)}
          onDrop={value.length > 1 ? () => onChange(value.filter((_, n) => n !== at)) : undefined} />
      ))}
      {value.length > 0 && value.length < MOST && <Button size="small" onClick={() => onChange([...value, OFFICE])}>{t("ui.sources.span.add")}</Button>}
    </fieldset>
  );
}

/** What is typed and is no time yet stays here: it is marked, and the span keeps what it was. */
function Span({ span, onChange, onDrop }: { span: HourSpan; onChange: (span: HourSpan) => void; onDrop?: (() => void) | undefined }) {
  const [typed, setTyped] = useState({ since: clockText(span.since), until: clockText(span.until) });
  const put = (which: "since" | "until", text: string) => {
    setTyped((old) => ({ ...old, [which]: text }));
    const minute = minuteOf(text);
    if (minute !== undefined) onChange({ ...span, [which]: minute });
  };
  const blur = () => setTyped({ since: clockText(span.since), until: clockText(span.until) });
  const toggle = (day: number) => {
    const days = span.days.includes(day) ? span.days.filter((one) => one !== day) : [...span.days, day].sort();
    if (days.length) onChange({ ...span, days });
  };
  const field = (which: "since" | "until") => (
    <Input aria-label={t(`ui.sources.${which}`)} className="sr-time" inputMode="numeric" maxLength={5} value={typed[which]}
      status={minuteOf(typed[which]) === undefined ? "error" : ""} onChange={(event) => put(which, event.target.value)} onBlur={blur} />
  );
  return (
    <div className="row">
      {field("since")}
      <span aria-hidden="true">–</span>
      {field("until")}
      <span className="sr-days">
        {WEEK.map((day) => (
          <button key={day} type="button" aria-pressed={span.days.includes(day)} onClick={() => toggle(day)}>{named("ui.sources.day", String(day))}</button>
        ))}
      </span>
      {onDrop && <button type="button" className="icon-button" aria-label={t("ui.sources.span.drop")} title={t("ui.sources.span.drop")} onClick={onDrop}><Icon name="close" /></button>}
    </div>
  );
}
