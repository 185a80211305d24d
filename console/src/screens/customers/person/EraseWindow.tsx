import { useNavigate } from "react-router";
import type { CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { money, number } from "@/i18n/format";
import { ConfirmAct } from "@/ui";
import { erase } from "../acts/calls";
import { allAccounts } from "../model/accounts";
import { LIST } from "../paths";
import { nameOf } from "../words";

/** The one act here without an undo: what goes, what stays, and what would bring them back is said before. */
export function EraseWindow({ person, onClose }: { person: CustomerView; onClose: () => void }) {
  const navigate = useNavigate();
  const run = async () => {
    await erase(person.id);
    void navigate(LIST, { replace: true });
  };
  return (
    <ConfirmAct open danger onClose={onClose} title={t("ui.customers.erase.title", { name: nameOf(person) })} act={t("ui.customers.erase.act")} done={t("ui.customers.erase.done")}
      undoHint={t("ui.customers.erase.no_undo")} run={run}>
      <p>{t("ui.customers.erase.goes", { accounts: number(allAccounts(person).length) })}</p>
      <p>{t("ui.customers.erase.stays", { orders: number(person.spending.orders), money: money(person.spending.spend_cents) })}</p>
      <p className="form-warn">{t("ui.customers.erase.again")}</p>
    </ConfirmAct>
  );
}
