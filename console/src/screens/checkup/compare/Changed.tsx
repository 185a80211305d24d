// The groups that differ between two check-ups: the worse first.
import { useState } from "react";
import { Link } from "react-router";
import { Button } from "antd";
import type { CompareView } from "@/app/types";
import { t } from "@/i18n";
import { AdvicePill, Icon, StatePill } from "@/ui";
import { turn } from "../model/flow";
import { number, percent } from "../numbers";
import { groupPath } from "../paths";

const STEP = 100;
const TURNS = ["worse", "better", "other"] as const;

export function Changed({ groups }: Pick<CompareView, "groups">) {
  const [kind, setKind] = useState<(typeof TURNS)[number] | null>(null);
  const [shown, setShown] = useState(STEP);
  const turned = groups.map((group) => ({ group, turn: turn(group) })).sort((a, b) => TURNS.indexOf(a.turn) - TURNS.indexOf(b.turn));
  const found = turned.filter((one) => kind === null || one.turn === kind);
  return (
    <section className="card">
      <div className="row"><h2>{t("ui.checkup.compare.list")}</h2><span className="spread" />
        {TURNS.map((one) => (
          <button key={one} type="button" className="cu-choice" aria-pressed={kind === one} onClick={() => setKind(kind === one ? null : one)}>
            {t(`ui.checkup.compare.${one}`)}<small>{number(turned.filter((other) => other.turn === one).length)}</small>
          </button>
        ))}
      </div>
      <ul className="cu-changed">
        {found.slice(0, shown).map(({ group }) => (
          <li key={group.id}>
            <span className="cu-changed-name">{group.after ? <Link to={groupPath(group.id)} className="ellipsis">{group.name}</Link> : <b className="ellipsis">{group.name}</b>}<small className="ellipsis">{group.owner ?? "–"}</small></span>
            <Side side={group.before} />
            <Icon name="chevron" size={12} />
            <Side side={group.after} />
          </li>
        ))}
      </ul>
      {found.length > shown && <Button onClick={() => setShown(shown + STEP)}>{t("ui.checkup.compare.next", { n: Math.min(STEP, found.length - shown) })}</Button>}
    </section>
  );
}

function Side({ side }: { side: CompareView["groups"][number]["before"] }) {
  if (!side) return <span className="cu-side muted">{t("ui.checkup.compare.absent")}</span>;
  return <span className="cu-side"><StatePill state={side.state} /><AdvicePill advice={side.advice} /><span className="num muted">{percent(side.p)}</span></span>;
}
