// The list on a phone: one card a customer.
import { Link } from "react-router";
import type { CustomerRow } from "@/app/types";
import { t } from "@/i18n";
import { money, NONE, number, relative } from "@/i18n/format";
import type { Selection } from "@/screens/checkup/model/selection";
import { personPath } from "../paths";
import { nameOf, ownerName } from "../words";
import { StageOf, Tags } from "./cells";

interface CardsProps {
  rows: CustomerRow[];
  chosen: Selection;
  onChoose: ((row: CustomerRow, range: boolean) => void) | null;
}

export function Cards({ rows, chosen, onChoose }: CardsProps) {
  return (
    <ul className="cs-cards">
      {rows.map((row) => (
        <li key={row.id} className={chosen.has(row.id) ? "cs-card cs-chosen" : "cs-card"}>
          <div className="cu-card-top">
            {onChoose && (
              <label className="cu-card-check">
                <input type="checkbox" checked={chosen.has(row.id)} onChange={() => onChoose(row, false)} aria-label={t("ui.customers.choose", { name: nameOf(row) })} />
              </label>
            )}
            <Link className="cs-card-name ellipsis" to={personPath(row.id)}>{nameOf(row)}</Link>
            {row.stage && <StageOf stage={row.stage} />}
          </div>
          <p className="cu-card-line ellipsis">{[row.remark, ownerName(row.owner), ...row.tiers.map((one) => one.tier.name ?? NONE)].filter(Boolean).join(" · ")}</p>
          <dl className="cs-card-figures">
            <div><dt>{t("column.customer_orders")}</dt><dd>{row.orders ? number(row.orders) : NONE}</dd></div>
            <div><dt>{t("column.customer_spend")}</dt><dd>{row.orders ? money(row.spend_cents) : NONE}</dd></div>
            <div><dt>{t("column.customer_last_message")}</dt><dd>{relative(row.last_message_at)}</dd></div>
          </dl>
          {row.tags.length > 0 && <Tags tags={row.tags} />}
        </li>
      ))}
    </ul>
  );
}
