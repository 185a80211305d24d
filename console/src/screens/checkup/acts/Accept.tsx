// Accepting advice makes tasks for the groups' owners. First who gets how many, and who can't see theirs.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { AcceptPreview, GroupRow } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct, ErrorState, Skeleton } from "@/ui";
import { number } from "../numbers";
import { actOf, acts, move } from "../words";
import { accept, preview, undo } from "./calls";

interface AcceptProps {
  rows: GroupRow[];
  onClose: () => void;
  onDone: () => void;
}

const MANY = 8; // owners named before "and more"

export function Accept({ rows, onClose, onDone }: AcceptProps) {
  const ids = rows.map((row) => row.id);
  const asked = useQuery({ queryKey: ["checkup", "preview", ids], queryFn: () => preview(ids), staleTime: 0, gcTime: 0 });
  const [due, setDue] = useState("");
  const plan = asked.data;
  // The button could not take the focus while it waited for the preview.
  useEffect(() => {
    if (plan && plan.tasks > 0) document.querySelector<HTMLElement>("dialog[open] .dialog-foot .ant-btn-primary")?.focus();
  }, [plan]);
  const kinds = new Set(rows.filter(acts).map((row) => row.advice));
  const [only] = kinds;
  const act = kinds.size === 1 && only ? actOf(only) : t("ui.checkup.act.several");
  const changed = rows.filter((row) => acts(row) && row.decision === null).map((row) => row.id);
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.checkup.accept.title", { n: rows.length, act })} width={560}
      act={plan ? t("ui.checkup.accept.act", { n: plan.tasks }) : t("ui.checkup.accept.wait")}
      disabled={!plan || plan.tasks === 0} done={t("ui.checkup.accept.done", { n: plan?.tasks ?? 0 })}
      undoHint={t("ui.checkup.accept.undo")} undo={() => undo(changed)}
      run={async () => { await accept(ids, due ? Date.parse(`${due}T18:00:00`) : null); onDone(); }}>
      {asked.error ? <ErrorState error={asked.error} what={t("ui.checkup.accept.failed")} retry={() => void asked.refetch()} /> : null}
      {!plan && !asked.error && <Skeleton rows={4} height={140} />}
      {plan && <Plan plan={plan} rows={rows} />}
      {plan && plan.tasks > 0 && (
        <label className="cu-field">
          <span>{t("ui.checkup.accept.due")}</span>
          <input type="date" className="cu-input" value={due} min={tomorrow()} onChange={(event) => setDue(event.target.value)} />
          <small>{t("ui.checkup.accept.due_none")}</small>
        </label>
      )}
    </ConfirmAct>
  );
}

function Plan({ plan, rows }: { plan: AcceptPreview; rows: GroupRow[] }) {
  const one = rows.length === 1 ? move(rows[0]?.first_move ?? null) : null;
  const unseen = plan.owners.filter((owner) => owner.user_id === null);
  return (
    <>
      {one && <p>{t("ui.checkup.accept.first", { move: one })}</p>}
      {plan.tasks === 0 && <p>{t("ui.checkup.accept.none")}</p>}
      {plan.owners.length > 0 && (
        <table className="cu-plan">
          <thead><tr><th>{t("column.owner")}</th><th>{t("ui.checkup.accept.groups")}</th><th className="num">{t("ui.checkup.accept.tasks")}</th></tr></thead>
          <tbody>
            {plan.owners.slice(0, MANY).map((owner) => (
              <tr key={owner.owner + owner.user_id}>
                <th scope="row">{owner.owner || "–"}{owner.user_id === null && <small className="cu-warn">{t("ui.checkup.accept.no_account")}</small>}</th>
                <td className="ellipsis" title={owner.groups.join(" · ")}>{owner.groups.join(" · ")}</td>
                <td className="num">{number(owner.tasks)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ul className="cu-notes">
        {plan.owners.length > MANY && <li>{t("ui.checkup.accept.more", { n: plan.owners.length - MANY })}</li>}
        {unseen.length > 0 && <li>{t("ui.checkup.accept.unseen", { n: unseen.length })}</li>}
        {plan.without_owner > 0 && <li>{t("ui.checkup.accept.without_owner", { n: plan.without_owner })}</li>}
        {plan.already > 0 && <li>{t("ui.checkup.accept.already", { n: plan.already })}</li>}
        {plan.nothing_to_do > 0 && <li>{t("ui.checkup.accept.nothing", { n: plan.nothing_to_do })}</li>}
      </ul>
    </>
  );
}

export function tomorrow(): string {
  return inDays(1);
}

/** A day from now, here: "YYYY-MM-DD". */
export function inDays(days: number): string {
  const then = new Date();
  then.setDate(then.getDate() + days);
  return new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit" }).format(then);
}
