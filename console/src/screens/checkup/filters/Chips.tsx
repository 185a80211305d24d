import { t } from "@/i18n";
import { Icon } from "@/ui";
import { filtered, LISTS, NO_FILTERS, type View } from "../model/view";
import type { Change } from "../useView";
import { valueWord } from "../words";

/** What is filtered by, each to be taken away with one press. */
export function Chips({ view, change }: { view: View; change: Change }) {
  if (!filtered(view)) return null;
  const chips = [
    ...(view.mine ? [{ id: "mine", label: t("ui.checkup.view.mine"), off: { mine: false } as Partial<View> }] : []),
    ...LISTS.flatMap((name) => view[name].map((value) => ({
      id: `${name} ${value}`,
      label: valueWord(name, value),
      off: { [name]: view[name].filter((one) => one !== value) } as Partial<View>,
    }))),
  ];
  return (
    <ul className="cu-chips" aria-label={t("ui.checkup.filter.on")}>
      {chips.map((chip) => (
        <li key={chip.id}>
          <button type="button" className="cu-chip" onClick={() => change(chip.off)} aria-label={t("ui.checkup.filter.off", { what: chip.label })}>
            {chip.label}<Icon name="close" size={10} />
          </button>
        </li>
      ))}
      <li><button type="button" className="text-button cu-clear" onClick={() => change(NO_FILTERS)}>{t("ui.checkup.filter.clear")}</button></li>
    </ul>
  );
}
