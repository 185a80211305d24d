// A unit to add, another name for one, another place for one.
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { sentence } from "@/app/problem";
import type { OrgUnit } from "@/app/types";
import { named, t } from "@/i18n";
import { Dialog, toast } from "@/ui";
import { addUnit, moveUnit, renameUnit } from "./data";
import { type Level, pathOf } from "./model/tree";

interface FormProps {
  title: string;
  act: string;
  done: string;
  ready: boolean;
  run: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

function Form({ title, act, done, ready, run, onClose, children }: FormProps) {
  const id = useId();
  const save = useMutation({ meta: { quiet: true }, mutationFn: run, onSuccess: () => { onClose(); toast({ text: done }); } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={title} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={id} loading={save.isPending} disabled={!ready}>{act}</Button>
      </>
    }>
      <form id={id} className="form" onSubmit={submit} noValidate>
        {children}
        {save.error && <p className="form-error" role="alert">{sentence(save.error)}</p>}
      </form>
    </Dialog>
  );
}

function Name({ value, change }: { value: string; change: (name: string) => void }) {
  return (
    <label><span>{t("ui.org.name")}</span>
      <input className="rt-input" maxLength={100} value={value} onChange={(event) => change(event.target.value)} /></label>
  );
}

export function AddUnit({ above, levels, onClose }: { above: OrgUnit; levels: Level[]; onClose: () => void }) {
  const [name, setName] = useState("");
  const [level, setLevel] = useState<Level>(levels.find((one) => one !== above.level) ?? above.level);
  return (
    <Form title={t("ui.org.add.title", { name: above.name })} act={t("ui.org.add.act")} done={t("ui.org.added", { name: name.trim() })} ready={name.trim() !== ""} run={() => addUnit(above.id, name.trim(), level)} onClose={onClose}>
      <Name value={name} change={setName} />
      <label><span>{t("ui.org.level")}</span>
        <select className="rt-input" value={level} onChange={(event) => setLevel(event.target.value as Level)}>
          {levels.map((one) => <option key={one} value={one}>{named("level", one)}</option>)}
        </select></label>
    </Form>
  );
}

export function RenameUnit({ unit, onClose }: { unit: OrgUnit; onClose: () => void }) {
  const [name, setName] = useState(unit.name);
  return (
    <Form title={t("ui.org.rename.title", { name: unit.name })} act={t("ui.act.save")} done={t("ui.org.renamed", { name: name.trim() })} ready={name.trim() !== "" && name.trim() !== unit.name} run={() => renameUnit(unit.id, name.trim())} onClose={onClose}>
      <Name value={name} change={setName} />
    </Form>
  );
}

export function MoveUnit({ unit, units, to, onClose }: { unit: OrgUnit; units: OrgUnit[]; to: OrgUnit[]; onClose: () => void }) {
  const [parent, setParent] = useState(to[0]?.id ?? 0);
  return (
    <Form title={t("ui.org.move.title", { name: unit.name })} act={t("ui.org.move.act")} done={t("ui.org.moved", { name: unit.name })} ready={parent !== 0} run={() => moveUnit(unit.id, parent)} onClose={onClose}>
      <p className="muted">{t("ui.org.move.text", { n: unit.staff_below })}</p>
      <label><span>{t("ui.org.move.to")}</span>
        <select className="rt-input" value={parent} onChange={(event) => setParent(Number(event.target.value))}>
          {to.map((one) => <option key={one.id} value={one.id}>{pathOf(units, one)}</option>)}
        </select></label>
    </Form>
  );
}
