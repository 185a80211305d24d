import { Link } from "react-router";
import { t } from "@/i18n";
import { day, number, signed } from "@/i18n/format";
import { Def } from "@/ui";
import { useSummary } from "../data";

/** The stock of customers in groups, and what moved it. */
export function Retained() {
  const { data } = useSummary();
  if (!data) return null;
  const { totals, as_of } = data;
  const net = totals.inflow_28d - totals.evaporation_28d;
  return (
    <section className="card">
      <h2><Def k="retained" /></h2>
      <p className="td-big">{number(totals.retained)}</p>
      <dl className="td-flow">
        <div><dt><Def k="inflow_28d">{t("ui.today.inflow")}</Def></dt><dd>{number(totals.inflow_28d)}</dd></div>
        <div><dt><Def k="evaporation_28d">{t("ui.today.evaporation")}</Def></dt><dd>−{number(totals.evaporation_28d)}</dd></div>
        <div><dt><Def k="net_28d">{t("ui.today.net")}</Def></dt><dd className={net < 0 ? "td-less" : "td-more-people"}>{signed(net)}</dd></div>
      </dl>
      <p className="muted td-small">{t("ui.today.window", { day: day(as_of) })}</p>
      <Link to="/checkup" className="td-to td-small">{t("ui.today.to_checkup")}</Link>
    </section>
  );
}
