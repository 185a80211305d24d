// The organisation as a tree on the screen: how deep each unit stands, what may be below it, where it may go. Pure.
import type { OrgPreset, OrgUnit } from "@/app/types";

export type Level = OrgUnit["level"];

export interface Branch {
  unit: OrgUnit;
  /** 0: a root, or the highest that the viewer sees. */
  depth: number;
}

/** As the server orders them: each before those below it. Whose parent is out of sight stands like a root. */
export function branches(units: readonly OrgUnit[]): Branch[] {
  const depths = new Map<number, number>();
  return units.map((unit) => {
    const above = unit.parent_id === null ? undefined : depths.get(unit.parent_id);
    const depth = above === undefined ? 0 : above + 1;
    depths.set(unit.id, depth);
    return { unit, depth };
  });
}

/** The business model of a unit: that of the root above it. Null while none of the presets begins with it. */
export function presetOf(units: readonly OrgUnit[], unit: OrgUnit, presets: readonly OrgPreset[]): OrgPreset | null {
  const by = new Map(units.map((one) => [one.id, one]));
  let root = unit;
  for (let above = by.get(root.parent_id ?? -1); above; above = by.get(root.parent_id ?? -1)) root = above;
  return presets.find((one) => one.levels[0] === root.level) ?? presets.find((one) => one.levels.includes(root.level)) ?? null;
}

/** Levels that a unit may hold: its own and those below it; levels may be left out. */
export function below(units: readonly OrgUnit[], unit: OrgUnit, presets: readonly OrgPreset[]): Level[] {
  const levels = presetOf(units, unit, presets)?.levels ?? [];
  return levels.slice(Math.max(1, levels.indexOf(unit.level)));
}

/** Itself and all below it. */
export function within(units: readonly OrgUnit[], id: number): Set<number> {
  const found = new Set([id]);
  for (const one of units) if (one.parent_id !== null && found.has(one.parent_id)) found.add(one.id);
  return found;
}

/** Units that a unit may be moved under: not below itself, not where it stands, none of a lower level or another model. */
export function targets(units: readonly OrgUnit[], unit: OrgUnit, presets: readonly OrgPreset[]): OrgUnit[] {
  const own = within(units, unit.id);
  return units.filter((one) => !own.has(one.id) && one.id !== unit.parent_id && below(units, one, presets).includes(unit.level));
}

/** "Supplier / Shop / Team", for lists where the tree is not seen. */
export function pathOf(units: readonly OrgUnit[], unit: OrgUnit): string {
  const by = new Map(units.map((one) => [one.id, one]));
  const names = [unit.name];
  for (let above = by.get(unit.parent_id ?? -1); above; above = by.get(above.parent_id ?? -1)) names.unshift(above.name);
  return names.join(" / ");
}
