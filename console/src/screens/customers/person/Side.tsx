// A customer in a preview: enough to see whether two are one.
import type { MergeSuggestion } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf, number } from "@/i18n/format";
import { contactKind, nameOf } from "../words";

export type SideOf = MergeSuggestion["one"];

export function Side({ side, mark }: { side: SideOf; mark?: string }) {
  return (
    <div className="cs-side">
      <p><b>{nameOf(side)}</b>{mark && <span className="muted"> {mark}</span>}</p>
      <dl className="cs-pairs">
        <div><dt>{t("ui.customers.accounts")}</dt><dd>{number(side.accounts)}</dd></div>
        <div><dt>{t("column.customer_orders")}</dt><dd>{number(side.orders)}</dd></div>
        <div><dt>{t("column.customer_since")}</dt><dd>{side.since_at === null ? "–" : day(dayOf(side.since_at))}</dd></div>
        {side.contacts.map((one) => <div key={one.account_id}><dt>{contactKind(one)}</dt><dd>{one.shown}</dd></div>)}
      </dl>
    </div>
  );
}
