import { useRef, useState } from "react";
import type { CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { flipped } from "@/screens/checkup/model/selection";
import { merge, part } from "../acts/calls";
import { allAccounts, partable } from "../model/accounts";
import { contactKind, nameOf, platformName } from "../words";

/** Say that some accounts are somebody else's. What each did goes with it. Undone by merging them again. */
export function PartWindow({ person, onClose }: { person: CustomerView; onClose: () => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const made = useRef<string[]>([]); // read by the undo, when this window is long gone
  const contacts = new Map(person.contacts.map((one) => [one.account_id, one]));
  const accounts = new Map(person.accounts.map((one) => [one.id, one]));
  const label = (id: string): [string, string] => {
    const contact = contacts.get(id);
    const account = accounts.get(id);
    if (contact) return [contactKind(contact), contact.shown];
    return [platformName(account?.platform ?? ""), account?.name ?? account?.external_id ?? id];
  };
  const back = async () => {
    const [first, ...rest] = made.current;
    for (const other of rest) if (first !== undefined) await merge(first, other);
  };
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.part.title", { name: nameOf(person) })} act={t("ui.customers.part.act", { n: chosen.size })} danger
      disabled={!partable(person, chosen)} done={t("ui.customers.part.done")} undo={back} run={async () => { made.current = (await part(person.id, [...chosen])).ids; }}>
      <p>{t("ui.customers.part.which")}</p>
      <div className="cu-values-list" role="group" aria-label={t("ui.customers.part.which")}>
        {allAccounts(person).map((id) => {
          const [kind, name] = label(id);
          return (
            <label key={id} className="cu-value">
              <input type="checkbox" checked={chosen.has(id)} onChange={() => setChosen(flipped(chosen, id))} />
              <span className="cs-platform">{kind}</span><span className="ellipsis spread">{name}</span>
            </label>
          );
        })}
      </div>
      <p className="muted">{t(partable(person, chosen) || chosen.size === 0 ? "ui.customers.part.effect" : "ui.customers.part.all")}</p>
    </ConfirmAct>
  );
}
