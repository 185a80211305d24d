// What may be added to a group: conditions by area, found by a word, and a group of its own.
import { Input } from "antd";
import { useState } from "react";
import { score } from "@/app/commands";
import { t, tk } from "@/i18n";
import { Icon, Pop } from "@/ui";
import { AREAS, type Names, OFFERS, type Rule } from "../model";

interface AddMenuProps { names: Names; group: boolean; add: (rule: Rule) => void }

export function AddMenu({ names, group, add }: AddMenuProps) {
  return (
    <div className="sg-add">
      <Pop className="sg-add-button" panelClass="sg-offers" label={t("ui.segments.add.condition")} trigger={<><Icon name="plus" size={13} /> {t("ui.segments.add.condition")}</>}>
        {(close) => <Offers names={names} pick={(rule) => { close(); add(rule); }} />}
      </Pop>
      {group && (
        <button type="button" className="sg-add-button sg-quiet" onClick={() => add({ op: "any", rules: [] })}>
          <Icon name="plus" size={13} /> {t("ui.segments.add.group")}
        </button>
      )}
    </div>
  );
}

function Offers({ names, pick }: { names: Names; pick: (rule: Rule) => void }) {
  const [q, setQ] = useState("");
  const fit = (one: (typeof OFFERS)[number]) => (q.trim() ? score(q, `${tk(`ui.rule.offer.${one.code}`)} ${tk(`ui.rule.offer.area.${one.area}`)}`) : 1);
  const found = OFFERS.filter((one) => fit(one) > 0.3);
  const best = [...found].sort((a, b) => fit(b) - fit(a))[0];
  return (
    <div className="sg-offers-in">
      <Input autoFocus allowClear={{ clearIcon: <><Icon name="close" size={12} /><span className="hidden-text">{t("ui.act.clear")}</span></> }} size="small" prefix={<Icon name="search" size={13} />} aria-label={t("ui.segments.add.find")} placeholder={t("ui.segments.add.find")} value={q} onChange={(event) => setQ(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.nativeEvent.isComposing || !best) return;
          event.preventDefault(); // the button that gets the focus back would be pressed by it
          pick(best.make(names));
        }} />
      {found.length === 0 && <p className="muted sg-offers-none">{t("ui.segments.add.none")}</p>}
      <div className="sg-offers-list">
        {AREAS.filter((area) => found.some((one) => one.area === area)).map((area) => (
          <section key={area}>
            <h3>{tk(`ui.rule.offer.area.${area}`)}</h3>
            {found.filter((one) => one.area === area).map((one) => (
              <button key={one.code} type="button" className="sg-offer" onClick={() => pick(one.make(names))}>{tk(`ui.rule.offer.${one.code}`)}</button>
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}
