import { t } from "@/i18n";
import { nameOf } from "../words";
import type { Actee } from "./useActs";

const NAMED = 6;

/** Who is meant: names, and how many more. */
export function Which({ rows }: { rows: Actee[] }) {
  const more = rows.length - NAMED;
  return <p className="cs-which">{rows.slice(0, NAMED).map(nameOf).join(t("table.comma"))}{more > 0 && t("ui.customers.which.more", { n: more })}</p>;
}
