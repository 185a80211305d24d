import { useState } from "react";
import type { MovedGroup } from "@/app/types";
import { named, reason, t } from "@/i18n";
import { number } from "@/i18n/format";
import { StatePill } from "@/ui";
import { byMove } from "../model/figures";
import { GroupName } from "./GroupName";

const FIRST = 6;

/** Groups that died, cooled down, came back, are new or gone: the worst first. */
export function Moved({ moved, since }: { moved: MovedGroup[]; since: string | null }) {
  const parts = byMove(moved);
  return (
    <section className="card rp-card">
      <h2>{named("digest.section", "moved")} <span className="rp-n">{number(moved.length)}</span></h2>
      {parts.length === 0 && <p className="muted">{since ? named("digest", "none") : t("ui.digests.first.text")}</p>}
      {parts.map(({ move, groups }) => <Part key={move} move={move} groups={groups} />)}
    </section>
  );
}

function Part({ move, groups }: { move: MovedGroup["move"]; groups: MovedGroup[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? groups : groups.slice(0, FIRST);
  return (
    <>
      <h3 className="rp-move">{named("digest.move", move)} <span className="rp-n">{number(groups.length)}</span></h3>
      <ul className="rp-groups">
        {shown.map((one) => (
          <li key={one.id}>
            <div className="rp-group">
              <GroupName id={one.id} name={one.name} gone={one.after === null} />
              <p className="muted rp-small">{[one.reason && reason(one.reason), one.owner, one.members !== null && t("ui.digests.members", { n: number(one.members) })].filter(Boolean).join(" · ")}</p>
            </div>
            <span className="rp-states">
              {one.before && <StatePill state={one.before} />}
              {one.before && one.after && <span className="rp-arrow" aria-label={t("ui.digests.now")}>→</span>}
              {one.after && <StatePill state={one.after} />}
            </span>
          </li>
        ))}
      </ul>
      {groups.length > shown.length && <button type="button" className="text-button rp-all" onClick={() => setAll(true)}>{t("ui.digests.show_all", { n: groups.length })}</button>}
    </>
  );
}
