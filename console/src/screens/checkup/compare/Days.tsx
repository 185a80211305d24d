import { t } from "@/i18n";
import { day } from "../numbers";

interface DaysProps {
  from: string;
  to: string;
  /** Days whose check-up is kept: at once; any other is computed, which takes a few seconds. */
  days: string[];
  onChange: (next: { from?: string; to?: string }) => void;
}

export function Days({ from, to, days, onChange }: DaysProps) {
  return (
    <div className="cu-days">
      <label><span>{t("ui.checkup.compare.from")}</span>
        <input type="date" className="cu-input" value={from} max={to} list="cu-kept-days" onChange={(event) => { if (event.target.value) onChange({ from: event.target.value }); }} /></label>
      <span aria-hidden="true">→</span>
      <label><span>{t("ui.checkup.compare.to")}</span>
        <input type="date" className="cu-input" value={to} max={days[0]} list="cu-kept-days" onChange={(event) => { if (event.target.value) onChange({ to: event.target.value }); }} /></label>
      <datalist id="cu-kept-days">{days.map((one) => <option key={one} value={one}>{day(one)}</option>)}</datalist>
    </div>
  );
}
