// /staff/:id/hand-over: what is handed over and to whom; ?plan= changes one that was made. The next page has the sums.
import { useMutation } from "@tanstack/react-query";
import { Button, Input, Radio, Select } from "antd";
import { type ReactNode, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { sentence } from "@/app/problem";
import type { HandoverDetail, HandoverDraft, StaffLine, StaffReceiver } from "@/app/types";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { EmptyState, Load, Page, Skeleton } from "@/ui";
import { plan, replan, useChosen, useHandover, useHeld, useReceivers, useStaff } from "./data";
import "./staff.css";

const LONGEST = 200;
type How = "all" | "some" | "none";
interface Picked { how: How; ids: string[] }
const ALL: Picked = { how: "all", ids: [] };
const NONE: Picked = { how: "none", ids: [] };

export default function Plan() {
  const id = Number(useParams()["id"]);
  const [params] = useSearchParams();
  const staff = useStaff(id);
  const seated = staff.data !== undefined && staff.data.line.standing !== "unseated";
  const receivers = useReceivers(id, seated);
  const old = Number(params.get("plan"));
  const name = staff.data?.line.name;
  return (
    <Page title={name ? t("ui.staff.plan.new", { name }) : t("ui.staff.over")}>
      <Load query={staff} what={t("ui.staff.plan.failed")} skeleton={<div className="card"><Skeleton rows={8} height={420} /></div>}>
        {({ line, checks }) => (line.standing === "unseated" ? <EmptyState kind="nothing" title={t("ui.staff.plan.unseated", { name: line.name })} text={t("ui.staff.plan.unseated.text")} /> : (
          <Load query={receivers} what={t("ui.staff.plan.failed")}>
            {({ items }) => {
              const customers = checks.find((one) => one.code === "customers")?.count ?? line.customers;
              if (customers + line.groups === 0) return <EmptyState kind="done" title={t("ui.staff.plan.nobody", { name: line.name })} text={t("ui.staff.plan.nobody.text")} />;
              const whole = { ...line, customers };
              return old ? <Old id={old} line={whole} receivers={items} /> : <Form line={whole} receivers={items} chosen={[]} message="" />;
            }}
          </Load>
        ))}
      </Load>
    </Page>
  );
}

function Old({ id, line, receivers }: { id: number; line: StaffLine; receivers: StaffReceiver[] }) {
  return (
    <Load query={useHandover(id)} what={t("ui.staff.handover.failed")}>
      {(told) => <Again told={told} line={line} receivers={receivers} />}
    </Load>
  );
}

/** As it was planned: what was chosen one by one is chosen still. */
function Again({ told, line, receivers }: { told: HandoverDetail; line: StaffLine; receivers: StaffReceiver[] }) {
  const { row } = told;
  const customers = useChosen(row.id, "customer", !told.all_customers && row.customers.all > 0);
  const groups = useChosen(row.id, "group", !told.all_groups && row.groups.all > 0);
  const wait = [customers, groups].find((one) => one.fetchStatus !== "idle" || one.isError);
  if (wait) return <Load query={wait} what={t("ui.staff.handover.failed")} skeleton={WAITING}>{() => WAITING}</Load>;
  const picked = (all: boolean, { data }: typeof customers): Picked => (all ? ALL : data ? { how: "some", ids: data.map((one) => one.id) } : NONE);
  const names = ({ data }: typeof customers) => Object.fromEntries((data ?? []).map((one) => [one.id, one.name ?? `#${one.id}`]));
  return (
    <Form old={row.id} line={line} receivers={receivers} message={told.message} called={{ customers: names(customers), groups: names(groups) }} chosen={row.receivers.map((one) => one.id)}
      was={{ customers: picked(told.all_customers, customers), groups: picked(told.all_groups, groups) }} />
  );
}

const WAITING = <div className="card"><Skeleton rows={8} height={420} /></div>;

interface Called { customers: Record<string, string>; groups: Record<string, string> }
interface FormOf { line: StaffLine; receivers: StaffReceiver[]; chosen: string[]; message: string; old?: number; called?: Called; was?: { customers: Picked; groups: Picked } }

function Form({ line, receivers, chosen, message: told, old, called = { customers: {}, groups: {} }, was = { customers: ALL, groups: ALL } }: FormOf) {
  const navigate = useNavigate();
  const [customers, setCustomers] = useState<Picked>(line.customers ? was.customers : NONE);
  const [groups, setGroups] = useState<Picked>(line.groups ? was.groups : NONE);
  const [to, setTo] = useState(chosen.filter((one) => receivers.some((each) => each.id === one)));
  const [message, setMessage] = useState(told);
  const draft: HandoverDraft = { giver_id: line.id, receiver_ids: to, customers: listOf(customers), groups: listOf(groups), message: line.standing === "left" ? "" : message };
  const save = useMutation({
    meta: { quiet: true, touches: ["staff"] },
    mutationFn: () => (old ? replan(old, draft).then(() => ({ id: old })) : plan(draft)),
    onSuccess: (made) => void navigate(`/staff/handovers/${made.id}`),
  });
  const ready = to.length > 0 && (isSome(customers) || isSome(groups));
  return (
    <form className="card form sf-form" onSubmit={(event) => { event.preventDefault(); if (ready) save.mutate(); }} noValidate>
      <fieldset><legend>{t("ui.staff.plan.what")}</legend>
        <What id="sf-customers" label={t("ui.staff.plan.customers")} count={line.customers} value={customers} onChange={setCustomers}>
          {customers.how === "some" && <Choice of={[Number(line.id), "customer"]} label={t("ui.staff.plan.customers")} ids={customers.ids} names={called.customers} onChange={(ids) => setCustomers({ how: "some", ids })} />}
        </What>
        <What id="sf-groups" label={t("ui.staff.plan.groups")} count={line.groups} value={groups} onChange={setGroups}>
          {groups.how === "some" && <Choice of={[Number(line.id), "group"]} label={t("ui.staff.plan.groups")} ids={groups.ids} names={called.groups} onChange={(ids) => setGroups({ how: "some", ids })} />}
        </What>
      </fieldset>
      <fieldset><legend>{t("ui.staff.plan.to")}</legend><Receivers all={receivers} value={to} onChange={setTo} /></fieldset>
      {line.standing !== "left" && customers.how !== "none" && (
        <label className="sf-field" htmlFor="sf-message"><span>{t("ui.staff.plan.message")}</span>
          <Input.TextArea id="sf-message" rows={3} maxLength={LONGEST} value={message} onChange={(event) => setMessage(event.target.value)} />
          <small className="muted">{t("ui.staff.plan.message.hint", { n: number([...message].length), most: number(LONGEST) })}</small>
        </label>
      )}
      <p className="muted">{t("ui.staff.plan.rules")}</p>
      {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      <div className="row">
        <Button onClick={() => void navigate(`/staff/${line.id}`)}>{t("ui.act.back")}</Button>
        <span className="spread" />
        <Button type="primary" htmlType="submit" disabled={!ready} loading={save.isPending}>{t("ui.staff.plan.look")}</Button>
      </div>
    </form>
  );
}

const listOf = ({ how, ids }: Picked): string[] | null => (how === "all" ? null : how === "some" ? ids : []);
const isSome = ({ how, ids }: Picked) => how === "all" || (how === "some" && ids.length > 0);

function What({ id, label, count, value, onChange, children }: { id: string; label: string; count: number; value: Picked; onChange: (value: Picked) => void; children: ReactNode }) {
  return (
    <div className="sf-what">
      <span id={id}>{label}</span>
      <Radio.Group aria-labelledby={id} value={value.how} onChange={(event) => onChange({ how: event.target.value as How, ids: value.ids })}>
        <Radio value="all" disabled={count === 0}>{t("ui.staff.plan.all", { n: number(count) })}</Radio>
        <Radio value="some" disabled={count === 0}>{t("ui.staff.plan.some")}</Radio>
        <Radio value="none">{t("ui.staff.plan.none")}</Radio>
      </Radio.Group>
      {children}
    </div>
  );
}

/** Searched on the server: there may be thousands. Those that were chosen keep their names. */
function Choice({ of: [id, thing], label, ids, names, onChange }: { of: [number, "customer" | "group"]; label: string; ids: string[]; names: Record<string, string>; onChange: (ids: string[]) => void }) {
  const [q, setQ] = useState("");
  const [called, setCalled] = useState(names);
  const found = useHeld(id, thing, q);
  const options = (found.data?.items ?? []).map((one) => ({ value: one.id, label: one.name ?? `#${one.id}`, disabled: one.moving }));
  const kept = ids.filter((one) => !options.some((each) => each.value === one)).map((one) => ({ value: one, label: called[one] ?? `#${one}`, disabled: false }));
  return (
    <div className="sf-field">
      <Select mode="multiple" aria-label={label} placeholder={t("ui.staff.plan.choose")} value={ids} loading={found.isFetching}
        showSearch filterOption={false} onSearch={setQ} options={[...options, ...kept]} maxTagCount={12}
        onChange={(next: string[]) => {
          setCalled((old) => ({ ...old, ...Object.fromEntries(options.map((one) => [one.value, one.label])) }));
          onChange(next);
        }} />
      <small className="muted">{t("ui.staff.plan.chosen", { n: number(ids.length) })}</small>
      {found.data?.next && <small className="muted">{t("ui.staff.plan.first", { n: number(found.data.items.length) })}</small>}
    </div>
  );
}

function Receivers({ all, value, onChange }: { all: StaffReceiver[]; value: string[]; onChange: (ids: string[]) => void }) {
  if (all.length === 0) return <p className="form-error" role="alert">{t("ui.staff.plan.to.none")}</p>;
  return (
    <div className="sf-field">
      <Select mode="multiple" aria-label={t("ui.staff.plan.to")} placeholder={t("ui.staff.plan.choose")} value={value} onChange={onChange} optionFilterProp="label"
        options={all.map((one) => ({ value: one.id, label: one.name, room: one }))}
        optionRender={(option) => {
          const one = option.data.room;
          return <span className="sf-option"><span>{one.name}</span><small className="muted">{t("ui.staff.plan.room", { customers: number(one.customers), room: number(one.room) })}</small></span>;
        }} />
      <small className="muted">{t("ui.staff.plan.to.text")}</small>
    </div>
  );
}
