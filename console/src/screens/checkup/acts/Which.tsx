import type { GroupRow } from "@/app/types";
import { named, t } from "@/i18n";
import { tally } from "../model/filter";
import { number } from "../numbers";

const NAMED = 6;

/** Who is meant: names, how many more, and what was advised for them. */
export function Which({ rows, advised = true }: { rows: GroupRow[]; advised?: boolean }) {
  const advice = Object.entries(tally(rows, "advice")).map(([code, n]) => `${named("advice", code)} ${number(n)}`);
  const more = rows.length - NAMED;
  return (
    <div className="cu-which">
      <p>{rows.slice(0, NAMED).map((row) => row.name).join(t("table.comma"))}{more > 0 && t("ui.checkup.which.more", { n: more })}</p>
      {advised && <p className="muted">{t("ui.checkup.which.advised", { list: advice.join(" · ") })}</p>}
    </div>
  );
}
