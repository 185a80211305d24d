// 分层: each ladder with who stands where, and the changes that its rules propose.
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useCan } from "@/app/session";
import type { LayerView, ProposedChange } from "@/app/types";
import { t } from "@/i18n";
import { plain } from "@/i18n/fill";
import { days, percent } from "@/i18n/format";
import { useRows } from "@/screens/retention/useRows";
import { Bone, ConfirmAct, Def, EmptyState, Icon, Load, Menu, Pill, Skeleton, Verdict } from "@/ui";
import { layersQuery, retireLayer } from "./data";
import { isUp } from "./model/ladder";
import { Decide } from "./Decide";
import "./layers.css";

export const layerPath = (id: number | "new") => `/segments/layers/${id}`;

export function Layers() {
  const query = useQuery(layersQuery);
  const may = useCan("segments.edit");
  const box = useRef<HTMLDivElement>(null);
  useRows(box, t("ui.layers.title"));
  return (
    <Load query={query} what={t("ui.layers.failed")} skeleton={<Skeleton height={480}><Bone height={64} /><Bone height={240} /><Bone height={240} /></Skeleton>}>
      {(layers) => {
        if (layers.length === 0) {
          return <EmptyState kind="never" title={t("ui.layers.none")} text={t("ui.layers.none.text")} action={may && <Link to={layerPath("new")}><Button type="primary" tabIndex={-1}>{t("ui.layers.new")}</Button></Link>} />;
        }
        const waiting = layers.reduce((sum, layer) => sum + layer.waiting.reduce((n, change) => n + change.count, 0), 0);
        return (
          <div ref={box} className="stack">
            <Verdict sentence={t(waiting ? "ui.layers.verdict.waiting" : "ui.layers.verdict", { n: layers.length, waiting: plain(waiting) })} />
            {layers.map((layer) => <Layer key={layer.id} layer={layer} may={may} />)}
          </div>
        );
      }}
    </Load>
  );
}

function Layer({ layer, may }: { layer: LayerView; may: boolean }) {
  const go = useNavigate();
  const [retiring, setRetiring] = useState(false);
  const all = layer.outside + layer.tiers.reduce((sum, tier) => sum + tier.members, 0);
  const most = Math.max(1, layer.outside, ...layer.tiers.map((tier) => tier.members));
  return (
    <section className="card ly-layer" aria-label={layer.name}>
      <div className="row">
        <h2>{layer.name}</h2>
        {layer.faults.length > 0 && <Pill tone="danger">{t("ui.layers.faults")}</Pill>}
        <span className="spread" />
        <Link to={`${layerPath(layer.id)}/allocation`}><Button tabIndex={-1}>{t("ui.allocation.title")}</Button></Link>
        {may && (
          <Menu align="end" label={t("ui.users.acts.of", { name: layer.name })} trigger={<Icon name="more" />} items={[
            { id: "edit", label: t("ui.tags.edit"), run: () => void go(layerPath(layer.id)) },
            null,
            { id: "retire", label: t("ui.layers.retire"), danger: true, run: () => setRetiring(true) },
          ]} />
        )}
      </div>
      {layer.faults.length > 0 && <p className="form-warn">{t("ui.layers.faults.text")}</p>}
      <ul className="ly-tiers">
        {[...layer.tiers].reverse().map((tier) => (
          <li key={tier.id}>
            <Link data-row to={`/customers?tier=${tier.id}`} className="ly-name">{tier.name}</Link>
            <span className="ly-bar" aria-hidden="true"><i style={{ width: `${(100 * tier.members) / most}%` }} /></span>
            <b>{plain(tier.members)}</b><span className="muted">{percent(all ? tier.members / all : null)}</span>
            <small className="muted">{[tier.hold_days > 0 ? t("ui.layers.held", { days: days(tier.hold_days) }) : "", tier.capacity === null ? "" : t("ui.layers.room", { n: tier.capacity })].filter(Boolean).join(t("table.sep"))}</small>
          </li>
        ))}
        <li className="ly-out"><span className="ly-name"><Def k="layer_outside">{t("ui.layers.outside")}</Def></span><span className="ly-bar" aria-hidden="true"><i style={{ width: `${(100 * layer.outside) / most}%` }} /></span><b>{plain(layer.outside)}</b><span className="muted">{percent(all ? layer.outside / all : null)}</span><small /></li>
      </ul>
      <Proposals layer={layer} may={may} />
      <ConfirmAct open={retiring} onClose={() => setRetiring(false)} title={t("ui.layers.retire.title", { name: layer.name })} danger act={t("ui.layers.retire")}
        done={t("ui.layers.retired", { name: layer.name })} undoHint={t("ui.tags.merge.undo")} run={() => retireLayer(layer.id)}>
        <p>{t("ui.layers.retire.text", { n: plain(all - layer.outside), waiting: plain(layer.waiting.reduce((n, one) => n + one.count, 0)) })}</p>
      </ConfirmAct>
    </section>
  );
}

function Proposals({ layer, may }: { layer: LayerView; may: boolean }) {
  const [open, setOpen] = useState<ProposedChange | null>(null);
  const name = (id: number | null) => layer.tiers.find((tier) => tier.id === id)?.name ?? t(id === null ? "ui.layers.outside" : "ui.layers.gone");
  if (layer.waiting.length === 0) return <div className="muted rt-small"><Def k="layer_proposals">{t("ui.layers.waiting.none")}</Def></div>;
  return (
    <div className="ly-waiting">
      <h3><Def k="layer_proposals">{t("ui.layers.waiting")}</Def></h3>
      <ul>
        {layer.waiting.map((change) => (
          <li key={`${change.from_tier}-${change.to_tier}`} className="row">
            <Pill tone={isUp(layer, change.from_tier, change.to_tier) ? "alive" : "fading"}>{t(isUp(layer, change.from_tier, change.to_tier) ? "ui.layers.up" : "ui.layers.down")}</Pill>
            <span className="spread">{t("ui.layers.change", { from: name(change.from_tier), to: name(change.to_tier), n: change.count })}</span>
            <Button size="small" onClick={() => setOpen(change)}>{t(may ? "ui.layers.decide" : "ui.layers.look")}</Button>
          </li>
        ))}
      </ul>
      {open && <Decide layer={layer} change={open} title={t("ui.layers.change.title", { from: name(open.from_tier), to: name(open.to_tier) })} may={may} close={() => setOpen(null)} />}
    </div>
  );
}
