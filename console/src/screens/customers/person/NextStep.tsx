import type { CustomerView } from "@/app/types";
import type { Params } from "@/i18n";
import { named, t, tk } from "@/i18n";
import { Icon } from "@/ui";

/** What to do now, and the number that says so. */
export function NextStep({ step }: { step: CustomerView["next_step"] }) {
  if (!step) {
    return <section className="cs-next cs-calm"><Icon name="check" /><div><h2>{t("ui.customers.next.none")}</h2><p className="muted">{t("ui.customers.next.none.why")}</p></div></section>;
  }
  const params = step.params as Params;
  const days = Number(params["days"] ?? 0);
  const fresh = days === 0 ? tk(`ui.customers.next.${step.code}.new`, {}, "") : "";
  return (
    <section className="cs-next">
      <Icon name="hand" />
      <div>
        <h2><span className="cs-next-mark">{t("ui.customers.next")}</span> {named("ui.customers.next", step.code, params)}</h2>
        <p>{fresh || tk(`ui.customers.next.${step.code}.why`, { ...params, n: days }, "")}</p>
      </div>
    </section>
  );
}
