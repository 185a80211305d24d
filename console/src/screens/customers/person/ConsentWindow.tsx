import { useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useState } from "react";
import type { ConsentChange, CustomerConsent } from "@/app/types";
import { named, t } from "@/i18n";
import { dayOf } from "@/i18n/format";
import { ConfirmAct } from "@/ui";
import { changeConsent } from "../acts/calls";
import { namesQuery } from "../data";
import { CHANNELS, endOf, PURPOSES } from "../model/consents";

interface ConsentWindowProps {
  id: string;
  /** The one to change; undefined: another. */
  consent: CustomerConsent | undefined;
  onClose: () => void;
}

/** What the customer said, as they said it: agreed after reading a notice, or took it back. */
export function ConsentWindow({ id, consent, onClose }: ConsentWindowProps) {
  const names = useQuery(namesQuery);
  const [purpose, setPurpose] = useState(consent?.purpose ?? "marketing");
  const [channel, setChannel] = useState<ConsentChange["channel"]>(consent?.channel ?? null);
  const [given, setGiven] = useState(consent ? !consent.in_force : true);
  const [notice, setNotice] = useState(consent?.notice ?? "");
  const [until, setUntil] = useState(consent?.until_at ? dayOf(consent.until_at) : "");
  const purposes = [...new Set([...PURPOSES, ...(names.data?.purposes ?? [])])];
  const ready = purpose.trim() !== "" && (!given || notice.trim() !== "");
  const channelName = channel ? named("ui.customers.channel", channel) : t("ui.customers.channel.all");
  const change = (yes: boolean): ConsentChange => ({
    purpose: purpose.trim(), channel: channel ?? null, given: yes, notice: yes ? notice.trim() : null, until_at: yes && until ? endOf(until, dayOf) : null,
  });
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.consent.title")} act={t(given ? "ui.customers.consent.give" : "ui.customers.consent.withdraw")} danger={!given}
      disabled={!ready} done={t("ui.customers.consent.done")} undoHint={t("ui.customers.consent.undo")} run={() => changeConsent(id, change(given))}>
      <div className="form">
        <fieldset>
          <legend>{t("ui.customers.consent.said")}</legend>
          <div className="cu-choices">
            <button type="button" className="cu-choice" aria-pressed={given} onClick={() => setGiven(true)}>{t("ui.customers.consent.yes")}</button>
            <button type="button" className="cu-choice" aria-pressed={!given} onClick={() => setGiven(false)}>{t("ui.customers.consent.no")}</button>
          </div>
        </fieldset>
        <label>
          <span>{t("ui.customers.consent.purpose")}</span>
          {consent ? <Input disabled value={named("ui.customers.purpose", purpose)} />
            : <Select showSearch={{ optionFilterProp: "label" }} value={purpose} onChange={setPurpose} aria-label={t("ui.customers.consent.purpose")} options={purposes.map((one) => ({ value: one, label: named("ui.customers.purpose", one) }))} />}
        </label>
        <label>
          <span>{t("ui.customers.consent.channel")}</span>
          <Select value={channel ?? ""} disabled={consent !== undefined} aria-label={t("ui.customers.consent.channel")} onChange={(one: string) => setChannel((one || null) as ConsentChange["channel"])}
            options={[{ value: "", label: t("ui.customers.channel.all") }, ...CHANNELS.map((one) => ({ value: one as string, label: named("ui.customers.channel", one) }))]} />
        </label>
        {given && (
          <>
            <label>
              <span>{t("ui.customers.consent.notice_version")}</span>
              <Input maxLength={60} value={notice} placeholder={t("ui.customers.consent.notice_example")} onChange={(event) => setNotice(event.target.value)} aria-required="true" />
            </label>
            <label>
              <span>{t("ui.customers.consent.until")}</span>
              <input type="date" className="cu-input" value={until} onChange={(event) => setUntil(event.target.value)} />
            </label>
          </>
        )}
      </div>
      <p className="muted">{t(given ? "ui.customers.consent.effect.given" : "ui.customers.consent.effect.withdrawn", { channel: channelName, purpose: named("ui.customers.purpose", purpose) })}</p>
    </ConfirmAct>
  );
}
