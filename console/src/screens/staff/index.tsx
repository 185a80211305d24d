// /staff: everybody with what they carry. ?q= searches, ?show= is the standing shown, ?in= the department.
import { Input, Select } from "antd";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import type { StaffLine } from "@/app/types";
import { named, t } from "@/i18n";
import { number, percent } from "@/i18n/format";
import { type Column, DataTable, Def, EmptyState, Load, Page, Pill, Skeleton } from "@/ui";
import { useDirectory } from "./data";
import { departmentsOf, toneOf } from "./sums";
import "./staff.css";

const SHOWN = ["active", "left", "unseated"];

export default function Staff() {
  const [address, setAddress] = useSearchParams();
  const q = address.get("q") ?? "";
  const show = address.get("show") ?? "";
  const within = address.get("in") ?? "";
  const list = useDirectory(q);
  const put = (name: string, to: string) => setAddress((old) => { if (to) old.set(name, to); else old.delete(name); return old; }, { replace: true });
  const found = list.data?.items ?? [];
  const departments = departmentsOf(found);
  const rows = found.filter((row) => !within || row.department === within);
  const empty = found.length === 0 && !q;
  return (
    <Page title={t("ui.nav.staff")}>
      {!(list.data && empty) && (
        <div className="sf-filters">
          <Find value={q} onChange={(text) => put("q", text)} />
          {(departments.length > 1 || within) && (
            <Select className="sf-within" aria-label={t("ui.staff.department")} value={within} onChange={(to: string) => put("in", to)} showSearch={{ optionFilterProp: "label" }}
              options={[{ value: "", label: t("ui.staff.department.all") }, ...departments.map((name) => ({ value: name, label: name }))]} />
          )}
          <div className="sf-choices" role="group" aria-label={t("ui.staff.show")}>
            {["", ...SHOWN].map((name) => (
              <button key={name} type="button" aria-pressed={name === show} onClick={() => put("show", name)}>
                {name ? named("staff.standing", name) : t("ui.staff.all")} <b>{number(name ? rows.filter((row) => row.standing === name).length : rows.length)}</b>
              </button>
            ))}
          </div>
        </div>
      )}
      <Load query={list} what={t("ui.staff.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} height={320} /></div>}>
        {({ items, all }) => {
          const seen = rows.filter((row) => !show || row.standing === show);
          if (empty) return <EmptyState kind="never" title={t("ui.staff.none")} text={t("ui.staff.none.text")} />;
          if (seen.length === 0) {
            return <EmptyState kind="nothing" title={t("ui.staff.nothing")} text={t("ui.staff.nothing.text")} action={<Link to="/staff">{t("ui.staff.clear")}</Link>} />;
          }
          return (
            <>
              {all > items.length && <p className="sf-cut" role="status">{t("ui.staff.cut", { n: number(items.length), all: number(all) })}</p>}
              <DataTable caption={t("ui.nav.staff")} columns={departments.length > 0 ? COLUMNS : COLUMNS.filter((one) => one.key !== "department")} rows={seen} rowKey={(row) => row.id} />
            </>
          );
        }}
      </Load>
    </Page>
  );
}

/** Local while it is typed, in the address after a pause: else Chinese loses its first character. */
function Find({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text), 300);
    return () => clearTimeout(timer);
  });
  return <Input data-filter type="search" className="sf-find" aria-label={t("ui.staff.find")} placeholder={t("ui.staff.find")} value={text} onChange={(event) => setText(event.target.value)} />;
}

const COLUMNS: Column<StaffLine>[] = [
  { key: "name", get label() { return t("ui.staff.name"); }, head: true, render: (row) => <Link to={`/staff/${row.id}`}>{row.name}</Link> },
  { key: "department", get label() { return <Def k="staff_department">{t("ui.staff.department")}</Def>; }, render: (row) => row.department ?? "–" },
  { key: "unit", get label() { return t("ui.staff.unit"); }, render: (row) => row.unit ?? "–" },
  {
    key: "standing", get label() { return <Def k="staff_standing">{t("ui.staff.standing")}</Def>; },
    render: (row) => (
      <span className="sf-state"><Pill tone={toneOf(row.standing)}>{named("staff.standing", row.standing)}</Pill>{row.waiting > 0 && <small>{t("ui.staff.waiting", { n: number(row.waiting) })}</small>}</span>
    ),
  },
  { key: "customers", get label() { return t("ui.staff.customers"); }, num: true, render: (row) => number(row.customers) },
  { key: "groups", get label() { return t("ui.staff.groups"); }, num: true, render: (row) => number(row.groups) },
  { key: "new", get label() { return <Def k="staff_new">{t("ui.staff.new")}</Def>; }, num: true, render: (row) => number(row.new_week) },
  { key: "tasks", get label() { return t("ui.staff.tasks"); }, num: true, render: (row) => number(row.tasks) },
  { key: "load", get label() { return <Def k="staff_load">{t("ui.staff.load")}</Def>; }, num: true, render: (row) => <Load100 value={row.load} /> },
];

function Load100({ value }: { value: number }) {
  return <span className="sf-load"><i aria-hidden="true"><b style={{ width: `${value}%` }} /></i>{percent(value / 100)}</span>;
}
