import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { client } from "@/app/query";
import { useSourceName } from "@/app/useSourceName";
import type { CustomerRow, CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct } from "@/ui";
import { fold } from "@/screens/checkup/model/filter";
import { merge, part } from "../acts/calls";
import { personQuery, useFound } from "../data";
import { allAccounts } from "../model/accounts";
import { personPath } from "../paths";
import { nameOf } from "../words";
import { Side, type SideOf } from "./Side";

/** Say that two are one: find the other, look at both, merge. Undone by parting the other's accounts again. */
export function MergeWindow({ person, onClose }: { person: CustomerView; onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [other, setOther] = useState<CustomerRow>();
  const found = useFound(text);
  const sourceName = useSourceName();
  const whole = useQuery({ ...personQuery(other?.id ?? ""), enabled: other !== undefined }).data;
  const rows = (found.data ?? []).filter((row) => row.id !== person.id);
  const ready = other !== undefined && whole?.id === other.id;
  const run = async () => {
    if (!ready) return;
    const { ids } = await merge(person.id, other.id);
    if (ids[0] !== undefined && ids[0] !== person.id) void navigate(personPath(ids[0]), { replace: true });
  };
  const back = async () => {
    if (!whole) return;
    await part((await client.fetchQuery(personQuery(person.id))).id, allAccounts(whole));
  };
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.customers.merge.title", { name: nameOf(person) })} act={t("ui.customers.merge.act")} width={640}
      disabled={!ready} done={t("ui.customers.merge.done")} undo={back} run={run}>
      {other === undefined ? (
        <>
          <input type="search" className="cu-input" value={text} onChange={(event) => setText(event.target.value)} maxLength={200}
            placeholder={t("ui.customers.search")} aria-label={t("ui.customers.search.label")} />
          <ul className="cs-found" aria-label={t("ui.customers.merge.found")}>
            {fold(text).trim() !== "" && rows.map((row) => (
              <li key={row.id}><button type="button" onClick={() => setOther(row)}><b>{nameOf(row)}</b><small>{[row.remark, ...row.contacts.map((one) => one.shown), ...row.sources.map(sourceName)].filter(Boolean).join(" · ")}</small></button></li>
            ))}
          </ul>
          {text.trim() !== "" && found.data && rows.length === 0 && <p className="muted">{t("ui.customers.nothing")}</p>}
          <p className="muted">{t("ui.customers.merge.hint")}</p>
        </>
      ) : (
        <>
          <div className="cs-sides"><Side side={sideOf(person)} />{whole ? <Side side={sideOf(whole)} /> : <div className="cs-side" aria-busy="true" />}</div>
          <p>{t("ui.customers.merge.effect")}</p>
          <p><button type="button" className="text-button" onClick={() => setOther(undefined)}>{t("ui.customers.merge.other")}</button></p>
        </>
      )}
    </ConfirmAct>
  );
}

export function sideOf(person: CustomerView): SideOf {
  return { id: person.id, name: person.name, accounts: person.accounts.length, orders: person.spending.orders, since_at: person.since_at, contacts: person.contacts };
}
