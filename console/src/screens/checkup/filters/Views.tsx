// Saved views as tabs: all, three given ones, one's own.
import { useMemo, useRef, useState } from "react";
import { Button } from "antd";
import { newKey } from "@/app/api";
import { usePreference } from "@/app/session";
import { t, tk } from "@/i18n";
import { Icon, Pop } from "@/ui";
import { chosen, type Known } from "../model/filter";
import { applied, GIVEN, NAME_LIMIT, ownViews, type Saved, withView } from "../model/saved";
import { filtered, kept, NO_FILTERS, readView, type View } from "../model/view";
import { number } from "../numbers";
import type { Change } from "../useView";

interface ViewsProps {
  view: View;
  change: Change;
  all: Known[];
  me: string | null;
}

export function Views({ view, change, all, me }: ViewsProps) {
  const [stored, store] = usePreference<unknown>("checkup.views", []);
  const own = useMemo(() => ownViews(stored), [stored]);
  const counts = useMemo(() => new Map([...GIVEN, ...own].map((one) => [one.query, count(all, one.query, me)])), [all, own, me]);
  const now = kept(view);
  const given = GIVEN.filter((one) => one.id !== "mine" || me !== null).map((one) => ({ ...one, name: tk(`ui.checkup.view.${one.id}`) }));
  const views: Saved[] = [{ id: "all", name: t("ui.checkup.view.all"), query: "" }, ...given, ...own];
  const known = views.some((one) => one.query === now);
  return (
    <div className="cu-views">
      <div className="cu-views-list" role="group" aria-label={t("ui.checkup.views")}>
        {views.map((one) => (
          <span key={one.id} className={one.query === now ? "cu-view on" : "cu-view"}>
            <button type="button" aria-pressed={one.query === now}
              onClick={() => change((was) => (one.id === "all" ? { ...NO_FILTERS, order: null } : applied(was, one.query)))}>
              {one.name}<small>{number(counts.get(one.query) ?? all.length)}</small>
            </button>
            {own.includes(one) && one.query === now && (
              <button type="button" className="icon-button" aria-label={t("ui.checkup.view.delete", { name: one.name })}
                onClick={() => store(own.filter((other) => other.id !== one.id))}><Icon name="trash" size={13} /></button>
            )}
          </span>
        ))}
      </div>
      {!known && (filtered(view) || view.order) && <SaveView onSave={(name) => store(withView(own, name, view, newKey().slice(0, 8)))} />}
    </div>
  );
}

function count(all: Known[], query: string, me: string | null): number {
  return chosen(all, readView(new URLSearchParams(query)), me).length;
}

function SaveView({ onSave }: { onSave: (name: string) => void }) {
  const [name, setName] = useState("");
  const composing = useRef(false);
  return (
    <Pop className="text-button" trigger={<><Icon name="plus" size={13} />{t("ui.checkup.view.save")}</>} panelClass="cu-save">
      {(close) => {
        const save = () => {
          if (!name.trim()) return;
          onSave(name);
          setName("");
          close();
        };
        return (
          <form onSubmit={(event) => { event.preventDefault(); if (!composing.current) save(); }}>
            <label className="cu-field">
              <span>{t("ui.checkup.view.name")}</span>
              <input className="cu-input" autoFocus maxLength={NAME_LIMIT} value={name} onChange={(event) => setName(event.target.value)}
                onCompositionStart={() => { composing.current = true; }} onCompositionEnd={() => { composing.current = false; }} />
            </label>
            <Button type="primary" htmlType="submit" disabled={!name.trim()}>{t("ui.checkup.view.keep")}</Button>
          </form>
        );
      }}
    </Pop>
  );
}
