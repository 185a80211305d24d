// The tenant's own attributes of a customer: every one that is defined, and what imports brought beside.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { useCan } from "@/app/session";
import type { AttributeDefinition, CustomerAttribute, CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { instant } from "@/i18n/format";
import { attributeName } from "@/screens/attributes/words";
import { ConfirmAct, Icon } from "@/ui";
import { setAttribute } from "../acts/calls";
import { ValueField } from "../acts/ValueField";
import { attributesQuery } from "../data";
import { meant, typed, type Value } from "../model/values";
import { sourceWord, valueText } from "../words";
import { Nothing, Section } from "./Section";

export function Attributes({ person, mayEdit }: { person: CustomerView; mayEdit: boolean }) {
  const definitions = (useQuery(attributesQuery).data ?? []).filter((one) => one.archived_at === null);
  const mayDefine = useCan("segments.edit");
  const [edited, setEdited] = useState<AttributeDefinition>();
  const values = new Map(person.attributes.map((one) => [one.code, one]));
  const loose = person.attributes.filter((one) => one.code === null || !definitions.some((each) => each.code === one.code));
  return (
    <Section id="attributes" title={t("ui.nav.attributes")}>
      {definitions.length + loose.length === 0 && <Nothing>{t("ui.customers.attributes.none")} {mayDefine && <Link to="/settings/attributes" className="cs-link">{t("ui.attributes.add")}</Link>}</Nothing>}
      <dl className="cs-pairs">
        {definitions.map((one) => {
          const value = values.get(one.code);
          return (
            <div key={one.code}>
              <dt>{attributeName(one)}</dt>
              <dd>
                <Shown value={value} type={one.type} />
                {mayEdit && (
                  <button type="button" className="icon-button" aria-label={t("ui.customers.attribute.edit", { name: attributeName(one) })} title={t("ui.customers.attribute.edit", { name: attributeName(one) })} onClick={() => setEdited(one)}>
                    <Icon name="pen" size={13} />
                  </button>
                )}
              </dd>
            </div>
          );
        })}
        {loose.map((one) => <div key={one.id}><dt>{one.code ?? t("ui.customers.attribute.nameless", { id: one.id })}</dt><dd><Shown value={one} type={one.type} /></dd></div>)}
      </dl>
      {edited && <Edit person={person} definition={edited} value={values.get(edited.code)} onClose={() => setEdited(undefined)} />}
    </Section>
  );
}

function Shown({ value, type }: { value: CustomerAttribute | undefined; type: string | null }) {
  if (!value) return <span className="muted">{t("ui.customers.attribute.empty")}</span>;
  const from = [value.source && sourceWord(value.source), instant(value.set_at)].filter(Boolean).join(" · ");
  return <span className="cs-value"><span>{valueText(type, value.value)}</span><small title={from}>{from}</small></span>;
}

interface EditProps {
  person: CustomerView;
  definition: AttributeDefinition;
  value: CustomerAttribute | undefined;
  onClose: () => void;
}

function Edit({ person, definition, value, onClose }: EditProps) {
  const before = (value?.value ?? null) as Value | null;
  const [text, setText] = useState(typed(definition.type, before));
  const next = meant(definition.type, text, definition.choices);
  const name = attributeName(definition);
  const same = JSON.stringify(next) === JSON.stringify(before);
  const put = async (to: Value | null) => {
    const done = await setAttribute([person.id], definition.code, to);
    return done;
  };
  return (
    <ConfirmAct open onClose={onClose} title={name} act={next === null && before !== null ? t("ui.customers.attribute.clear_one") : t("ui.act.save")}
      disabled={next === undefined || same} done={t("ui.customers.attribute.saved", { name })}
      undo={() => put(before)} run={async () => { if (next !== undefined) await put(next); }}>
      <div className="form"><ValueField definition={definition} label={t("ui.customers.attribute.value")} value={text} onChange={setText} /></div>
      {value && <p className="muted">{t("ui.customers.attribute.before", { value: valueText(definition.type, value.value) })}</p>}
      {definition.sensitive && <p className="form-warn">{t("ui.customers.attribute.sensitive_one")}</p>}
    </ConfirmAct>
  );
}
