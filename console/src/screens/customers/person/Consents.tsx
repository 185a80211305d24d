// What they agreed to, by channel and purpose; and how often they want to hear from us.
import { Button, Input } from "antd";
import { useState } from "react";
import type { CustomerConsent, CustomerView } from "@/app/types";
import { named, t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { digits } from "@/screens/attributes/model";
import { ConfirmAct, Def, Icon, Pill } from "@/ui";
import { setWish } from "../acts/calls";
import { ConsentWindow } from "./ConsentWindow";
import { Nothing, Section } from "./Section";

const MOST = 100; // messages a week

export function Consents({ person, mayEdit }: { person: CustomerView; mayEdit: boolean }) {
  const [asked, setAsked] = useState<CustomerConsent | "new">();
  const [wishing, setWishing] = useState(false);
  const { consents, frequency_wish: wish } = person;
  return (
    <Section id="consents" title={<Def k="customer_consents">{t("column.customer_consents")}</Def>}
      act={mayEdit && <Button size="small" icon={<Icon name="plus" size={12} />} onClick={() => setAsked("new")}>{t("ui.customers.consent.record")}</Button>}>
      {consents.length === 0 && <Nothing>{t("ui.customers.consents.none")}</Nothing>}
      <ul className="cs-consents">
        {consents.map((one) => (
          <li key={`${one.purpose} ${one.channel}`}>
            <span className="cs-tag-name">
              <b>{named("ui.customers.purpose", one.purpose)} <span className="muted">{one.channel ? named("ui.customers.channel", one.channel) : t("ui.customers.channel.all")}</span></b>
              <small>{consentLine(one)}</small>
            </span>
            <Pill tone={one.in_force ? "alive" : one.given ? "fading" : "dead"}>{t(one.in_force ? "ui.customers.consent.given" : one.given ? "ui.customers.consent.over" : "ui.customers.consent.withdrawn")}</Pill>
            {mayEdit && <button type="button" className="icon-button" aria-label={t("ui.customers.consent.change", { what: named("ui.customers.purpose", one.purpose) })} title={t("ui.customers.consent.change", { what: named("ui.customers.purpose", one.purpose) })} onClick={() => setAsked(one)}><Icon name="pen" size={13} /></button>}
          </li>
        ))}
      </ul>
      <p className="cs-wish">
        <span>{wish === null ? t("ui.customers.wish.none") : t("ui.customers.wish", { n: wish })}</span>
        {mayEdit && <Button type="link" size="small" className="cs-inline" onClick={() => setWishing(true)}>{t("ui.customers.wish.change")}</Button>}
      </p>
      {asked && <ConsentWindow id={person.id} consent={asked === "new" ? undefined : asked} onClose={() => setAsked(undefined)} />}
      {wishing && <WishWindow id={person.id} wish={wish} onClose={() => setWishing(false)} />}
    </Section>
  );
}

function consentLine(one: CustomerConsent): string {
  return [
    t("ui.customers.from_day", { day: day(dayOf(one.since_at)) }),
    one.until_at === null ? "" : t("ui.customers.until_day", { day: day(dayOf(one.until_at)) }),
    one.notice ? t("ui.customers.consent.notice", { version: one.notice }) : one.given ? t("ui.customers.consent.no_notice") : "",
  ].filter(Boolean).join(" · ");
}

function WishWindow({ id, wish, onClose }: { id: string; wish: number | null; onClose: () => void }) {
  const [text, setText] = useState(wish === null ? "" : String(wish));
  const value = text === "" ? null : Number(text);
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.wish.title")} act={t("ui.act.save")} disabled={value === wish || (value ?? 0) > MOST} done={t("ui.customers.wish.done")}
      undo={() => setWish(id, wish)} run={() => setWish(id, value)}>
      <div className="form">
        <label>
          <span>{t("ui.customers.wish.per_week")}</span>
          <Input inputMode="numeric" maxLength={3} value={text} onChange={(event) => setText(digits(event.target.value))} />
          <small className="muted">{t("ui.customers.wish.hint")}</small>
        </label>
      </div>
    </ConfirmAct>
  );
}
