// One tier while it is written: name, rule with its live count, how long it is held, how many fit into a group.
import { Checkbox } from "antd";
import { useMemo } from "react";
import { ApiProblem, type Place } from "@/app/problem";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { usePreview } from "@/screens/segments/data";
import { byLine, type Rule, type Telling, unfinished } from "@/screens/segments/model";
import { editOf } from "@/screens/segments/rule/edit";
import { Group } from "@/screens/segments/rule/Group";
import { Def, Icon } from "@/ui";
import { capacityIn, holdIn, type TierText } from "./model/ladder";

interface TierProps {
  tier: TierText;
  told: Telling;
  faults: Place[];
  stayFaults: Place[];
  change: (change: Partial<TierText>) => void;
  up: (() => void) | null;
  down: (() => void) | null;
  remove: (() => void) | null;
}

const NOBODY: Rule = { op: "all", rules: [] };

export function Tier({ tier, told, faults, stayFaults, change, up, down, remove }: TierProps) {
  const name = tier.name.trim() || t("ui.layers.tier.nameless");
  return (
    <li className="card ly-step" aria-label={name}>
      <div className="row">
        <input className="rt-input ly-tier-name" maxLength={60} aria-label={t("ui.layers.tier")} placeholder={t("ui.layers.tier")} value={tier.name} onChange={(event) => change({ name: event.target.value })} />
        {tier.members !== null && <span className="muted">{t("ui.layers.members", { n: tier.members })}</span>}
        <span className="spread" />
        <button type="button" className="icon-button up" aria-label={t("ui.layers.tier.up", { name })} disabled={!up} onClick={() => up?.()}><Icon name="down" /></button>
        <button type="button" className="icon-button" aria-label={t("ui.layers.tier.down", { name })} disabled={!down} onClick={() => down?.()}><Icon name="down" /></button>
        <button type="button" className="icon-button" aria-label={t("ui.layers.tier.remove", { name })} disabled={!remove} onClick={() => remove?.()}><Icon name="trash" /></button>
      </div>
      <Condition title={t("ui.layers.rule")} def="layer_rule" rule={tier.rule} told={told} faults={faults} change={(rule) => change({ rule })} />
      {tier.stay ? (
        <>
          <Condition title={t("ui.layers.stay")} def="layer_stay" rule={tier.stay} told={told} faults={stayFaults} change={(stay) => change({ stay })} />
          <Checkbox checked onChange={() => change({ stay: null })}>{t("ui.layers.stay.has")}</Checkbox>
        </>
      ) : <Checkbox checked={false} onChange={() => change({ stay: NOBODY })}>{t("ui.layers.stay.has")}</Checkbox>}
      <div className="row ly-numbers">
        <Def k="layer_hold">{t("ui.layers.hold")}</Def>
        <input className="rt-input" inputMode="numeric" aria-label={t("ui.layers.hold")} aria-invalid={holdIn(tier.hold) === undefined} value={tier.hold} onChange={(event) => change({ hold: event.target.value })} /> {t("ui.tags.until.unit")}
        <Def k="layer_capacity">{t("ui.layers.capacity")}</Def>
        <input className="rt-input" inputMode="numeric" aria-label={t("ui.layers.capacity")} aria-invalid={capacityIn(tier.capacity) === undefined} value={tier.capacity} onChange={(event) => change({ capacity: event.target.value })} />
      </div>
      {holdIn(tier.hold) === undefined && <p className="form-error">{t("ui.layers.hold.wrong")}</p>}
      {capacityIn(tier.capacity) === undefined && <p className="form-error">{t("ui.layers.capacity.wrong")}</p>}
    </li>
  );
}

interface ConditionProps {
  title: string;
  def: string;
  rule: Rule;
  told: Telling;
  faults: Place[];
  change: (rule: Rule) => void;
}

/** The builder of segments, with how many it holds for by itself. */
function Condition({ title, def, rule, told, faults, change }: ConditionProps) {
  const missing = unfinished(rule, told).length > 0;
  const preview = usePreview(missing ? null : rule, NONE);
  const problem = preview.error instanceof ApiProblem && preview.error.code === "segment_rule" ? preview.error.errors : null;
  const lines = useMemo(() => byLine(rule, problem ?? faults), [rule, problem, faults]);
  const edit = useMemo(() => editOf(rule, change), [rule, change]);
  const count = preview.data?.count;
  return (
    <div className="ly-rule">
      <div className="row"><b><Def k={def}>{title}</Def></b><span className="muted" aria-live="polite">{missing ? t("ui.layers.rule.waits") : count == null ? "" : t("ui.layers.rule.count", { n: plain(count) })}</span></div>
      <Group rule={rule} path={[]} told={told} faults={lines} left={null} edit={edit} />
    </div>
  );
}

const NONE: number[] = [];
