// What the plan is made of: how many fit, whose regions count, which groups there are.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { api, ok } from "@/app/api";
import type { LayerView } from "@/app/types";
import { t } from "@/i18n";
import { namesQuery } from "@/screens/customers/data";
import { usePaused } from "@/screens/segments/data";
import { tagsQuery } from "@/screens/tags/data";
import { Def, Icon } from "@/ui";
import { type PlanFault, type PlanText, type RoomText, withRoom } from "../model/plan";

interface FormProps {
  layer: LayerView;
  plan: PlanText;
  change: (plan: PlanText) => void;
  fault: PlanFault | null;
}

const REGIONAL = ["choice", "place", "text"]; // types of attributes that can say where somebody is

export function PlanForm({ layer, plan, change, fault }: FormProps) {
  const names = useQuery(namesQuery);
  const tags = useQuery(tagsQuery);
  const put = (at: number, wanted: Partial<RoomText>) => change({ ...plan, rooms: plan.rooms.map((room, n) => (n === at ? { ...room, ...wanted } : room)) });
  const tiers = [...layer.tiers].reverse();
  return (
    <section className="card stack" aria-label={t("ui.allocation.form")}>
      <p className="muted">{t("ui.allocation.text")}</p>
      <div className="row ly-numbers">
        <Def k="allocation_most">{t("ui.layers.capacity")}</Def>
        <input className="rt-input" inputMode="numeric" aria-label={t("ui.layers.capacity")} aria-invalid={fault === "most"} value={plan.most} onChange={(event) => change({ ...plan, most: event.target.value })} />
        <Def k="allocation_new">{t("ui.allocation.opened.most")}</Def>
        <input className="rt-input" inputMode="numeric" aria-label={t("ui.allocation.opened.most")} aria-invalid={fault === "opened"} value={plan.opened} onChange={(event) => change({ ...plan, opened: event.target.value })} />
        <Def k="allocation_regions">{t("ui.allocation.regions")}</Def>
        <select className="rt-input ly-wide" aria-label={t("ui.allocation.regions")} value={plan.regions} onChange={(event) => change({ ...plan, regions: event.target.value })}>
          <option value="">{t("ui.allocation.regions.none")}</option>
          <optgroup label={t("ui.allocation.regions.attributes")}>
            {(names.data?.attributes ?? []).filter((one) => REGIONAL.includes(one.type)).map((one) => <option key={one.code} value={`attribute:${one.code}`}>{one.code}</option>)}
          </optgroup>
          <optgroup label={t("ui.allocation.regions.tags")}>
            {(tags.data?.groups ?? []).map((group) => <option key={group.id} value={`tags:${group.id}`}>{group.name}</option>)}
          </optgroup>
        </select>
      </div>
      {fault && <p className="form-error" role="alert">{t(`ui.allocation.wrong.${fault}`)}</p>}
      <div className="ly-rooms">
        <Def k="allocation_rooms">{t("ui.allocation.rooms")}</Def>
        <ul>
          {plan.rooms.map((room, at) => (
            <li key={room.group} className="row">
              <b className="spread ellipsis">{room.name}</b>
              <select className="rt-input" aria-label={t("ui.layers.tier")} value={room.tier} onChange={(event) => put(at, { tier: Number(event.target.value) })}>
                {tiers.map((tier) => <option key={tier.id} value={tier.id}>{tier.name}</option>)}
              </select>
              {plan.regions && <input className="rt-input" aria-label={t("ui.allocation.region")} placeholder={t("ui.allocation.region")} value={room.region} onChange={(event) => put(at, { region: event.target.value })} />}
              <input className="rt-input ly-limit" inputMode="numeric" aria-label={t("ui.layers.capacity")} placeholder={t("ui.layers.capacity")} value={room.limit} onChange={(event) => put(at, { limit: event.target.value })} />
              <button type="button" className="icon-button" aria-label={t("ui.layers.tier.remove", { name: room.name })} onClick={() => change({ ...plan, rooms: plan.rooms.filter((one) => one !== room) })}><Icon name="trash" /></button>
            </li>
          ))}
        </ul>
        <GroupChoice taken={plan.rooms.map((room) => room.group)} choose={(group, name) => change(withRoom(plan, { group, name, tier: tiers[0]?.id ?? 0, region: "", limit: "" }))} />
      </div>
    </section>
  );
}

function GroupChoice({ taken, choose }: { taken: string[]; choose: (group: string, name: string) => void }) {
  const [text, setText] = useState("");
  const q = usePaused(text);
  const found = useQuery({
    queryKey: ["checkup", "found", q],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const told = await ok(api.GET("/api/v1/checkup/groups", { signal, params: { query: { q, limit: 50 } } }));
      return told.items.map((one) => ({ value: one.id, label: one.name }));
    },
  });
  return (
    <Select className="ly-choose" value={null} aria-label={t("ui.allocation.add")} placeholder={t("ui.allocation.add")} notFoundContent={t("ui.customers.filter.none")}
      showSearch={{ filterOption: false, onSearch: setText, searchValue: text }} options={(found.data ?? []).filter((one) => !taken.includes(one.value))}
      onSelect={(_value, option) => { choose(option.value, option.label); setText(""); }} />
  );
}
