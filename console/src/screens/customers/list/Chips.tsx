import { t } from "@/i18n";
import { Icon } from "@/ui";
import { chosenOf, type FilterName, filtered, NO_FILTERS, type View, valuesOf, withValues } from "../model/view";
import type { Change } from "../useView";
import { useValueName } from "./options";

/** What is filtered by, each to be taken away with one press. */
export function Chips({ view, change, clear }: { view: View; change: Change; clear: () => void }) {
  const chosen = chosenOf(view);
  if (!filtered(view)) return null;
  return (
    <ul className="cu-chips" aria-label={t("ui.customers.filter.on")}>
      {chosen.map(({ name, value }) => (
        <li key={`${name} ${value}`}>
          <Chip name={name} value={value} off={() => change(withValues(name, valuesOf(view, name).filter((one) => one !== value)))} />
        </li>
      ))}
      <li><button type="button" className="text-button cu-clear" onClick={() => { clear(); change({ ...NO_FILTERS, sort: view.sort }); }}>{t("ui.act.clear")}</button></li>
    </ul>
  );
}

function Chip({ name, value, off }: { name: FilterName; value: string; off: () => void }) {
  const what = useValueName(name, value);
  return (
    <button type="button" className="cu-chip" onClick={off} aria-label={t("ui.customers.filter.off", { what })}>
      <small className="muted">{t(`ui.customers.filter.${name}`)}</small><span className="ellipsis">{what}</span><Icon name="close" size={10} />
    </button>
  );
}
