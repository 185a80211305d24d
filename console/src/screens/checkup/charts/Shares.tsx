// Who talks, as shares of all people, over the 1/9/90 that communities tend to.
import type { GroupReport } from "@/app/types";
import { t } from "@/i18n";
import { number, percent } from "../numbers";
import { Figure } from "./Figure";

const FILLS = ["var(--brand)", "#6fb5a9", "#dfe6e3"];
const TARGET = [0.01, 0.09, 0.9];

export function Shares({ structure, gini, keyPeople }: { structure: NonNullable<GroupReport["structure"]>; gini: number | null; keyPeople: number }) {
  const counts = [structure.creators, structure.active, structure.watchers ?? 0];
  const total = counts.reduce((sum, one) => sum + one, 0);
  const names = [t("report.creators"), t("report.active"), t("report.watchers")];
  const shares = counts.map((one) => (total ? one / total : 0));
  const whole = structure.watchers !== null;
  return (
    <Figure title={t("ui.checkup.structure")} def="structure"
      note={whole ? t("ui.checkup.structure.note", { key: keyPeople, gini: gini === null ? "–" : String(Math.round(gini * 100) / 100) }) : t("report.structure.none")}
      chart={
        <div className="cu-shares">
          <ShareBar label={t("ui.checkup.structure.here")} shares={shares} names={names} />
          {whole && <ShareBar label={t("ui.checkup.structure.target")} shares={TARGET} names={names} thin />}
          <p className="cu-legend">
            {names.map((name, at) => (
              <span key={name}><i style={{ background: FILLS[at] }} />{name} <b>{at === 2 && !whole ? "–" : number(counts[at])}</b>{whole && <small>{percent(shares[at])}</small>}</span>
            ))}
          </p>
        </div>
      }
      table={{
        heads: [t("ui.checkup.role"), t("ui.checkup.people_count"), t("ui.checkup.share"), t("ui.checkup.structure.target")],
        rows: names.map((name, at) => [name, at === 2 && !whole ? "–" : number(counts[at]), whole ? percent(shares[at]) : "–", percent(TARGET[at])]),
      }} />
  );
}

function ShareBar({ label, shares, names, thin }: { label: string; shares: number[]; names: string[]; thin?: boolean }) {
  return (
    <div className="cu-share">
      <span>{label}</span>
      <div className={thin ? "cu-share-bar thin" : "cu-share-bar"} role="img" aria-label={`${label}: ${names.map((name, at) => `${name} ${percent(shares[at])}`).join(" · ")}`}>
        {shares.map((share, at) => share > 0 && <i key={names[at]} style={{ flexGrow: share, background: FILLS[at] }} />)}
      </div>
    </div>
  );
}
