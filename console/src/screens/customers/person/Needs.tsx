import type { CustomerView } from "@/app/types";
import { named, t } from "@/i18n";
import { percent, relative } from "@/i18n/format";
import { Def } from "@/ui";
import { tagOf } from "../words";
import { Nothing, Section } from "./Section";

/** What they seem to want, with the words that say so. */
export function Needs({ needs }: Pick<CustomerView, "needs">) {
  return (
    <Section id="needs" title={<Def k="customer_needs">{t("column.customer_needs")}</Def>} count={needs.length || undefined}>
      {needs.length === 0 && <Nothing>{t("ui.customers.needs.none")}</Nothing>}
      <ul className="cs-needs">
        {needs.map((need) => (
          <li key={need.tag.id}>
            <p><b>{tagOf(need.tag)}</b> <span className="muted">{[named("ui.customers.tag_source", need.source), t("ui.customers.confidence", { share: percent(need.confidence / 100) }), relative(need.at)].join(" · ")}</span></p>
            <q>{need.evidence}</q>
          </li>
        ))}
      </ul>
    </Section>
  );
}
