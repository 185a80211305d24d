// Which days, cut how, by which rule.
import { useId } from "react";
import { useText } from "@/screens/checkup/useText";
import { t } from "@/i18n";
import { Def } from "@/ui";
import { addDays, BASES, dormantIn, DORMANT, GRAINS, MOST_DORMANT, SLICES, SPANS, spanOf, type View } from "./model/view";
import type { Change } from "./useView";

interface ToolsProps {
  view: View;
  change: Change;
  /** The days that are shown. */
  first: string;
  last: string;
}

export function Tools({ view, change, first, last }: ToolsProps) {
  const shown = spanOf(first, last);
  return (
    <div className="rt-tools">
      <div className="rt-seg" role="group" aria-label={t("ui.retention.days")}>
        {SPANS.map((days) => (
          <button key={days} type="button" aria-pressed={shown === days} onClick={() => change({ from: addDays(last, 1 - days), names: null })}>{t("unit.days", { n: days })}</button>
        ))}
      </div>
      <label className="rt-date"><span className="hidden-text">{t("ui.retention.from")}</span>
        <input type="date" className="rt-input" value={first} max={last} onChange={(event) => { if (event.target.value) change({ from: event.target.value, names: null }); }} /></label>
      <span aria-hidden="true">–</span>
      <label className="rt-date"><span className="hidden-text">{t("ui.retention.to")}</span>
        <input type="date" className="rt-input" value={last} min={first} onChange={(event) => { if (event.target.value) change({ from: first, to: event.target.value, names: null }); }} /></label>
      <Choice label={t("ui.retention.period")} values={GRAINS} value={view.period} name={(one) => t(`ui.retention.period.${one}`)} choose={(period) => change({ period })} />
      <Choice label={t("ui.retention.slice")} values={SLICES} value={view.slice} name={(one) => t(`ui.retention.by.${one}`)} choose={(slice) => change({ slice })} />
      <span className="spread" />
      <Dormant key={view.dormant} days={view.dormant} change={change} />
      <span className="rt-choice"><Def k="ret_basis">{t("ui.retention.basis")}</Def>
        <Choice label={t("ui.retention.basis")} values={BASES} value={view.basis} name={(one) => t(`ui.retention.basis.${one}`)} choose={(basis) => change({ basis, names: null })} /></span>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  values: readonly T[];
  value: T;
  name: (value: T) => string;
  choose: (value: T) => void;
}

export function Choice<T extends string>({ label, values, value, name, choose }: ChoiceProps<T>) {
  return (
    <select className="rt-input" aria-label={label} value={value} onChange={(event) => choose(event.target.value as T)}>
      {values.map((one) => <option key={one} value={one}>{name(one)}</option>)}
    </select>
  );
}

/** Days of silence: kept here while it is typed, asked for when it is a number that can be. */
function Dormant({ days, change }: { days: number; change: Change }) {
  const hint = useId();
  const text = useText(String(days), (typed) => {
    const wanted = dormantIn(typed);
    if (wanted !== undefined) change({ dormant: wanted, names: null });
  });
  const wrong = dormantIn(text.shown) === undefined;
  return (
    <span className="rt-choice">
      <Def k="ret_dormant_days">{t("ui.retention.dormant")}</Def>
      <label className="rt-dormant">
        <input className="rt-input" inputMode="numeric" size={4} aria-label={t("ui.retention.dormant.label")} {...text.field} aria-invalid={wrong} aria-describedby={wrong ? hint : undefined}
          onBlur={() => { if (wrong) text.set(String(days || DORMANT)); }} />
        {t("ui.retention.dormant.unit")}</label>
      {wrong && <small id={hint} className="rt-wrong">{t("ui.retention.dormant.wrong", { most: MOST_DORMANT })}</small>}
    </span>
  );
}
