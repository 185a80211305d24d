// All units that the viewer sees, each under the one it belongs to.
import { useState } from "react";
import type { OrgPreset, OrgUnit } from "@/app/types";
import { named, t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { ConfirmAct, Icon, Menu } from "@/ui";
import { archiveUnit } from "./data";
import { AddUnit, MoveUnit, RenameUnit } from "./Forms";
import { below, branches, targets } from "./model/tree";

interface TreeProps {
  units: OrgUnit[];
  presets: OrgPreset[];
  chosen: number;
  choose: (id: number) => void;
  may: boolean;
}

type Act = "add" | "rename" | "move" | "archive";

export function Tree({ units, presets, chosen, choose, may }: TreeProps) {
  const [asked, setAsked] = useState<{ act: Act; unit: OrgUnit }>();
  const close = () => setAsked(undefined);
  const ask = (act: Act, unit: OrgUnit) => () => setAsked({ act, unit });
  const empty = (unit: OrgUnit) => unit.staff === 0 && !units.some((one) => one.parent_id === unit.id);
  return (
    <section className="card og-tree" aria-label={t("ui.org.tree")}>
      <h2>{t("ui.org.tree")}</h2>
      <ul>
        {branches(units).map(({ unit, depth }) => (
          <li key={unit.id} className={unit.id === chosen ? "on" : ""} style={{ ["--depth" as string]: depth }}>
            <button type="button" className="og-unit" aria-pressed={unit.id === chosen} onClick={() => choose(unit.id)}>
              <b>{unit.name}</b> <small className="muted">{named("level", unit.level)}</small>
              <span className="spread" /><span className="muted">{t("ui.org.people", { n: plain(unit.staff_below) })}</span>
            </button>
            {may && (
              <Menu align="end" label={t("ui.users.acts.of", { name: unit.name })} trigger={<Icon name="more" />} items={[
                ...(below(units, unit, presets).length ? [{ id: "add", label: t("ui.org.add"), run: ask("add", unit) }] : []),
                { id: "rename", label: t("ui.org.rename"), run: ask("rename", unit) },
                ...(targets(units, unit, presets).length ? [{ id: "move", label: t("ui.org.move"), run: ask("move", unit) }] : []),
                ...(empty(unit) ? [null, { id: "archive", label: t("ui.org.archive"), danger: true, run: ask("archive", unit) }] : []),
              ]} />
            )}
          </li>
        ))}
      </ul>
      {asked?.act === "add" && <AddUnit above={asked.unit} levels={below(units, asked.unit, presets)} onClose={close} />}
      {asked?.act === "rename" && <RenameUnit unit={asked.unit} onClose={close} />}
      {asked?.act === "move" && <MoveUnit unit={asked.unit} units={units} to={targets(units, asked.unit, presets)} onClose={close} />}
      {asked?.act === "archive" && (
        <ConfirmAct open danger onClose={close} title={t("ui.org.archive.title", { name: asked.unit.name })} act={t("ui.org.archive")} done={t("ui.org.archived", { name: asked.unit.name })}
          undoHint={t("ui.org.archive.hint")} run={() => archiveUnit(asked.unit.id)}>
          <p>{t("ui.org.archive.text")}</p>
        </ConfirmAct>
      )}
    </section>
  );
}
