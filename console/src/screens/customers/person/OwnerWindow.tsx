import { useState } from "react";
import type { CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { assignOwner } from "../acts/calls";
import { nameOf, ownerName, ownerWhy } from "../words";

/** Who owns them, decided by hand among those who follow them now; or as the rules say. */
export function OwnerWindow({ person, onClose }: { person: CustomerView; onClose: () => void }) {
  const followers = [...new Map(person.relations.filter((one) => one.ended_at === null).map((one) => [one.staff.id, one.staff])).values()];
  const byHand = person.owner?.why === "assigned" ? (person.owner.staff?.id ?? "") : "";
  const [staff, setStaff] = useState(byHand);
  const put = (id: string) => assignOwner([person.id], id ? Number(id) : null);
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.owner.title", { name: nameOf(person) })} act={t("ui.act.save")} disabled={staff === byHand}
      done={t("ui.customers.owner.done")} undo={() => put(byHand)} run={() => put(staff)}>
      <p className="muted">{person.owner ? t("ui.customers.owner.now", { name: ownerName(person.owner), why: ownerWhy(person.owner) }) : t("ui.customers.owner.none")}</p>
      {followers.length === 0 ? <p>{t("ui.customers.owner.nobody")}</p> : (
        <div className="cu-values-list" role="radiogroup" aria-label={t("column.customer_owner")}>
          <label className="cu-value"><input type="radio" name="owner" checked={staff === ""} onChange={() => setStaff("")} /><span>{t("ui.customers.owner.rules")}</span></label>
          {followers.map((one) => (
            <label key={one.id} className="cu-value"><input type="radio" name="owner" checked={staff === one.id} onChange={() => setStaff(one.id)} /><span>{one.name ?? `#${one.id}`}</span></label>
          ))}
        </div>
      )}
    </ConfirmAct>
  );
}
