import { useState } from "react";
import type { Blast } from "@/app/types";
import { t } from "@/i18n";
import { Def } from "@/ui";
import { day, number, percent } from "../numbers";

const FEW = 4;

export function BlastList({ blasts, share }: { blasts: Blast[]; share?: number | null }) {
  const [all, setAll] = useState(false);
  if (blasts.length === 0) return null;
  return (
    <section className="cu-part">
      <h3><Def k="blast_share_28d">{t("ui.checkup.blasts")}</Def></h3>
      {share !== undefined && share !== null && <p className="muted">{t("ui.checkup.blasts.share", { p: percent(share) })}</p>}
      <Blasts blasts={blasts.slice(0, all ? undefined : FEW)} here />
      {blasts.length > FEW && !all && <button type="button" className="text-button" onClick={() => setAll(true)}>{t("report.show_all", { n: blasts.length })}</button>}
    </section>
  );
}

/** The same content put into many groups: its words are strangers' text, shown as they are. `here`: counted in one group. */
export function Blasts({ blasts, here }: { blasts: Blast[]; here?: boolean }) {
  return (
    <ul className="cu-blasts">
      {blasts.map((one) => (
        <li key={one.sample + one.first_day}>
          <span className="cu-sample">{one.sample}</span>
          <small>{t(one.is_link ? "report.blast.link" : one.near ? "report.blast.near" : "report.blast.text")} · {t(here ? "ui.checkup.blasts.here" : "report.blasts.count", { n: here ? one.messages : one.groups, messages: number(one.messages), day: day(one.first_day) })}</small>
        </li>
      ))}
    </ul>
  );
}
