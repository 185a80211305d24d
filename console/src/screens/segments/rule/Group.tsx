// A group of conditions and the groups in it.
import { t, tk } from "@/i18n";
import { number } from "@/i18n/format";
import { Icon, Menu } from "@/ui";
import { type Joint, joined, keyOf, type Path, type Rule, type Telling } from "../model";
import { AddMenu } from "./AddMenu";
import type { Edit } from "./edit";
import { type Left, Line, type LineFault } from "./Line";

const JOINTS: Joint[] = ["all", "any", "none", "not_all"];

export interface GroupProps {
  rule: Rule;
  path: Path;
  told: Telling;
  faults: ReadonlyMap<string, LineFault[]>;
  /** Of the topmost "all": how many there are, then how many each condition leaves. */
  left: number[] | null;
  edit: Edit | null;
  up?: boolean;
  down?: boolean;
}

const leftAt = (left: number[] | null, n: number): Left | undefined => {
  const [all, before, after] = [left?.[0], left?.[n], left?.[n + 1]];
  return all === undefined || before === undefined || after === undefined ? undefined : { all, before, after };
};

export function Group({ rule, path, told, faults, left, edit, up = false, down = false }: GroupProps) {
  const group = joined(rule);
  if (!group) return null;
  const word = t(`ui.rule.joint.${group.joint}`);
  return (
    <div className={path.length === 0 ? "sg-group sg-root" : "sg-group"} role="group" aria-label={word}>
      <div className="sg-group-head">
        {edit ? (
          <select className="sg-field sg-pick sg-joint" aria-label={t("ui.rule.joint")} value={group.joint} onChange={(event) => edit.joint(path, event.target.value as Joint)}>
            {JOINTS.map((one) => <option key={one} value={one}>{t(`ui.rule.joint.${one}`)}</option>)}
          </select>
        ) : <strong>{word}</strong>}
        <span className="spread" />
        {edit && path.length > 0 && (
          <Menu align="end" className="icon-button sg-more" label={t("ui.segments.group.acts")} trigger={<Icon name="more" />} items={[
            { id: "unwrap", label: t("ui.segments.group.unwrap"), run: () => edit.unwrap(path) },
            { id: "copy", label: t("ui.segments.group.copy"), run: () => edit.copy(path) },
            { id: "up", label: t("ui.segments.line.up"), disabled: !up, run: () => edit.move(path, -1) },
            { id: "down", label: t("ui.segments.line.down"), disabled: !down, run: () => edit.move(path, 1) },
            null,
            { id: "remove", label: t("ui.segments.group.remove"), danger: true, run: () => edit.remove(path) },
          ]} />
        )}
      </div>
      {path.length > 0 && (faults.get(keyOf(path)) ?? []).map((fault) => <GroupFault key={fault.code} fault={fault} />)}
      {group.rules.length === 0 && <p className="sg-empty">{t(`ui.segments.group.empty.${group.joint}`)}</p>}
      <ol className="sg-lines">
        {group.rules.map((child, n) => {
          const here = [...path, n];
          const near = { up: n > 0, down: n < group.rules.length - 1 };
          const share = leftAt(left, n);
          return joined(child) ? (
            <li key={n} className="sg-nested">{/* eslint-disable-line react/no-array-index-key */}
              <Group rule={child} path={here} told={told} faults={faults} left={null} edit={edit} {...near} />
              {share && <GroupLeft left={share} />}
            </li>
          ) : (
            <Line key={n} rule={child} path={here} told={told} faults={faults.get(keyOf(here)) ?? []} left={share} edit={edit} {...near} />
          );
        })}
      </ol>
      {edit && <AddMenu names={told.names} group={edit.deeper(path)} add={(next) => edit.add(path, next)} />}
    </div>
  );
}

function GroupFault({ fault }: { fault: LineFault }) {
  return <p className="sg-fault" role="alert"><Icon name="warn" size={13} /> {tk(fault.code, fault.params, fault.code)}</p>;
}

function GroupLeft({ left }: { left: Left }) {
  const gone = left.before - left.after;
  return <p className="sg-group-left">{t("ui.segments.left.said", { left: number(left.after), gone: number(gone) })}</p>;
}
