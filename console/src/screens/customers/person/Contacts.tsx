// Phones and e-mails, masked until somebody asks; the accounts that are one person.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import type { CustomerView } from "@/app/types";
import { useCan } from "@/app/session";
import { t } from "@/i18n";
import { Copy, Icon } from "@/ui";
import { reveal } from "../acts/calls";
import { contactKind, platformName } from "../words";
import { Nothing, Section } from "./Section";

export function Contacts({ person, onPart }: { person: CustomerView; onPart: (() => void) | null }) {
  const mayReveal = useCan("contacts.reveal") && person.may_reveal;
  const look = useMutation({ mutationFn: () => reveal(person.id) });
  const reached = new Set(person.contacts.map((one) => one.account_id));
  const accounts = person.accounts.filter((one) => !reached.has(one.id)); // the others stand above
  const whole = new Map(look.data?.map((one) => [one.account_id, one.shown]));
  return (
    <Section id="contacts" title={t("ui.customers.contacts")}
      act={mayReveal && person.contacts.length > 0 && !look.data && (
        <Button size="small" icon={<Icon name="seen" size={14} />} loading={look.isPending} onClick={() => look.mutate()}>{t("ui.customers.reveal")}</Button>
      )}>
      {person.contacts.length === 0 && <Nothing>{t("ui.customers.contacts.none")}</Nothing>}
      <dl className="cs-pairs">
        {person.contacts.map((one) => (
          <div key={one.account_id}>
            <dt>{contactKind(one)}</dt>
            <dd><span className="cs-contact">{whole.get(one.account_id) ?? one.shown}</span>{whole.has(one.account_id) && <Copy text={whole.get(one.account_id) ?? ""} />}</dd>
          </div>
        ))}
      </dl>
      {look.data && <p className="muted cs-small" role="status">{t("ui.customers.revealed")}</p>}
      {!look.data && mayReveal && person.contacts.length > 0 && <p className="muted cs-small">{t("ui.customers.reveal.hint")}</p>}
      <h3 className="cs-sub">{t("ui.customers.accounts")} <small className="muted">{accounts.length}</small>
        {onPart && <Button type="link" size="small" className="cs-inline" onClick={onPart}>{t("ui.customers.part")}</Button>}</h3>
      <ul className="cs-accounts">
        {accounts.map((one) => (
          <li key={one.id}>
            <span className="cs-platform">{platformName(one.platform)}</span>
            <span className="ellipsis spread" title={one.external_id ?? undefined}>{one.name || one.external_id || platformName(one.platform)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
