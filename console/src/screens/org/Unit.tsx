// The staff of one unit: who they are, what is theirs, and into which unit they go.
import { useMutation } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { sentence } from "@/app/problem";
import type { OrgUnit, UnitMember } from "@/app/types";
import { t } from "@/i18n";
import { day, dayOf } from "@/i18n/format";
import { usePaused } from "@/screens/segments/data";
import { type Column, DataTable, EmptyState, Load, Skeleton, toast } from "@/ui";
import { place, useStaffFound, useUnitStaff } from "./data";
import { pathOf } from "./model/tree";

interface UnitProps {
  unit: OrgUnit;
  units: OrgUnit[];
  may: boolean;
}

export function Unit({ unit, units, may }: UnitProps) {
  const query = useUnitStaff(unit.id);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const flip = (id: number) => setChosen((old) => new Set(old.has(id) ? [...old].filter((one) => one !== id) : [...old, id]));
  const columns: Column<UnitMember>[] = [
    ...(may ? [{ key: "choose", label: <span className="hidden-text">{t("ui.org.choose")}</span>, acts: true, width: 44,
      render: (one: UnitMember) => <input type="checkbox" checked={chosen.has(one.id)} aria-label={t("ui.org.choose.of", { name: one.name })} onChange={() => flip(one.id)} /> }] : []),
    { key: "name", head: true, label: t("ui.org.staff.name"), render: (one) => one.name || `#${one.id}` },
    { key: "since", label: t("ui.org.since"), render: (one) => day(dayOf(one.since_at)) },
    { key: "owns", label: t("ui.org.owns"), render: (one) => <Link to={`/customers?owner=${one.id}`}>{t("ui.org.owns.customers")}</Link> },
  ];
  return (
    <section className="card stack og-staff" aria-label={t("ui.org.staff.of", { name: unit.name })}>
      <h2>{t("ui.org.staff.of", { name: unit.name })}</h2>
      <p className="muted">{pathOf(units, unit)}</p>
      {may && <Add unit={unit} units={units} />}
      <Load query={query} what={t("ui.org.staff.failed")} skeleton={<Skeleton rows={4} />}>
        {(staff) => staff.length === 0 ? <EmptyState kind="nothing" compact title={t("ui.org.staff.none")} text={t("ui.org.staff.none.text")} />
          : <DataTable caption={t("ui.org.staff.of", { name: unit.name })} columns={columns} rows={staff} rowKey={(one) => one.id} />}
      </Load>
      {chosen.size > 0 && <Move ids={[...chosen]} unit={unit} units={units} done={() => setChosen(new Set())} />}
    </section>
  );
}

/** Somebody of another unit, or of none, comes here. */
function Add({ unit, units }: { unit: OrgUnit; units: OrgUnit[] }) {
  const [text, setText] = useState("");
  const found = useStaffFound(usePaused(text));
  const add = useMutation({ mutationFn: (id: number) => place([id], unit.id), onSuccess: () => toast({ text: t("ui.org.placed", { n: 1, name: unit.name }) }) });
  const where = (id: number | null) => (id === null ? t("ui.org.nowhere") : (units.find((one) => one.id === id)?.name ?? t("ui.org.elsewhere")));
  const options = (found.data ?? []).filter((one) => one.unit_id !== unit.id).map((one) => ({ value: one.id, label: t("ui.org.staff.option", { name: one.name || one.external_id, unit: where(one.unit_id) }) }));
  return (
    <Select className="og-add" value={null} aria-label={t("ui.org.staff.add")} placeholder={t("ui.org.staff.add")} loading={found.isFetching || add.isPending}
      notFoundContent={t("ui.users.staff.nobody")} showSearch={{ filterOption: false, onSearch: setText, searchValue: text }} options={options}
      onSelect={(_value, option) => { add.mutate(option.value); setText(""); }} />
  );
}

function Move({ ids, unit, units, done }: { ids: number[]; unit: OrgUnit; units: OrgUnit[]; done: () => void }) {
  const others = units.filter((one) => one.id !== unit.id);
  const [to, setTo] = useState(others[0]?.id ?? 0);
  const go = useMutation({
    meta: { quiet: true },
    mutationFn: () => place(ids, to || null),
    onSuccess: () => {
      const back = () => void place(ids, unit.id);
      toast({ text: t("ui.org.placed", { n: ids.length, name: units.find((one) => one.id === to)?.name ?? t("ui.org.nowhere") }), action: { label: t("ui.act.undo"), run: back } });
      done();
    },
  });
  return (
    <div className="row og-move" role="group" aria-label={t("ui.org.chosen", { n: ids.length })}>
      <span>{t("ui.org.chosen", { n: ids.length })}</span>
      <label className="row"><span>{t("ui.org.move.to")}</span>
        <select className="rt-input" value={to} onChange={(event) => setTo(Number(event.target.value))}>
          {others.map((one) => <option key={one.id} value={one.id}>{pathOf(units, one)}</option>)}
          <option value={0}>{t("ui.org.nowhere")}</option>
        </select></label>
      <Button type="primary" loading={go.isPending} onClick={() => go.mutate()}>{t("ui.org.move.act")}</Button>
      {go.error && <span className="form-error" role="alert">{sentence(go.error)}</span>}
    </div>
  );
}
