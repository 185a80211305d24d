import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useId, useRef, useState } from "react";
import { useSession } from "@/app/session";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { Dialog, Load, Skeleton } from "@/ui";
import { colleaguesQuery } from "../data";
import type { Task } from "../model/tasks";
import { Subjects } from "./Subjects";

interface HandOverProps {
  tasks: Task[];
  /** How many open tasks each account has; null: not known. */
  open: Map<number, number> | null;
  seesAll: boolean;
  onClose: () => void;
  run: (tasks: Task[], to: { id: number; name: string }) => void;
}

const FEW = 8; // more than these need a search

/** Give tasks to a colleague: who, and how much they have already. */
export function HandOverDialog({ tasks, open, seesAll, onClose, run }: HandOverProps) {
  const me = useSession().user.id;
  const id = useId();
  const colleagues = useQuery(colleaguesQuery);
  const [to, setTo] = useState<{ id: number; name: string } | null>(null);
  const [q, setQ] = useState("");
  const people = useRef<HTMLFieldSetElement>(null);
  // They come after the dialog has looked for its first field.
  useEffect(() => {
    if (colleagues.data) people.current?.querySelector("input")?.focus();
  }, [colleagues.data]);
  const [only] = tasks;
  const has = tasks.length === 1 ? only?.assignee_id : null;
  const press = () => {
    if (!to) return;
    onClose();
    run(tasks, to);
  };
  return (
    <Dialog open onClose={onClose} title={t("ui.today.hand.title", { n: tasks.length })} width={460} footer={
      <>
        <span className="muted spread">{t(seesAll ? "ui.today.hand.hint" : "ui.today.hand.gone")}</span>
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" disabled={!to} onClick={press}>
          {to ? t("ui.today.hand.act", { name: to.name }) : t("ui.today.hand.choose")}
        </Button>
      </>
    }>
      <Subjects tasks={tasks} />
      <Load query={colleagues} skeleton={<Skeleton rows={3} />}>
        {(everyone) => {
          const others = everyone.filter((one) => one.id !== has).sort((a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name));
          const found = others.filter((one) => one.name.toLowerCase().includes(q.trim().toLowerCase()));
          return (
            <fieldset ref={people} className="td-people">
              <legend className="hidden-text">{t("ui.today.hand.to")}</legend>
              {others.length > FEW && (
                <input type="search" className="td-input" value={q} aria-label={t("ui.today.hand.find")} placeholder={t("ui.today.hand.find")}
                  onChange={(event) => setQ(event.target.value)} />
              )}
              {found.map((one) => (
                <label key={one.id} className="td-person">
                  <input type="radio" name={id} checked={to?.id === one.id} onChange={() => setTo(one)} />
                  <span className="spread ellipsis">{one.name}{one.id === me && <span className="muted"> {t("ui.today.hand.me")}</span>}</span>
                  {open && <span className="muted">{t("ui.today.hand.open", { n: number(open.get(one.id) ?? 0) })}</span>}
                </label>
              ))}
              {found.length === 0 && <p className="muted">{t(q ? "ui.today.hand.none" : "ui.today.hand.alone")}</p>}
            </fieldset>
          );
        }}
      </Load>
    </Dialog>
  );
}
