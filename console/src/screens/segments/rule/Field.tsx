// One part of a condition, to be changed where it stands in the sentence.
import { Select } from "antd";
import { useEffect, useId, useState } from "react";
import { t } from "@/i18n";
import { Icon, Menu } from "@/ui";
import { type Found, useFound, usePaused } from "../data";
import { type Bit, calledBy, isId, type Names, optionsOf, type Rule } from "../model";

export interface FieldProps {
  bit: Bit<Rule>;
  names: Names;
  /** A fault stands at it. */
  wrong: boolean;
  change: (rule: Rule) => void;
}

export function Field({ bit, names, wrong, change }: FieldProps) {
  const status = wrong || bit.missing ? (wrong ? "error" : "warning") : undefined;
  const look = `sg-field${wrong ? " sg-wrong" : bit.missing ? " sg-missing" : ""}`;
  switch (bit.kind) {
    case "pick":
      if (bit.search) {
        return (
          <Select className={look} size="small" variant="filled" popupMatchSelectWidth={false} aria-label={bit.label} {...(status ? { status } : {})}
            showSearch={{ optionFilterProp: "label" }} value={bit.value || null} placeholder={bit.text} options={bit.options}
            notFoundContent={t("ui.segments.none.to_pick")} onChange={(value: string) => change(bit.set(value))} />
        );
      }
      return (
        <select className={`${look} sg-pick`} aria-label={bit.label} aria-invalid={wrong || undefined} value={bit.value} onChange={(event) => change(bit.set(event.target.value))}>
          {bit.options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
        </select>
      );
    case "many":
      return bit.of === "groups" || bit.of === "staff" ? <Searched bit={bit} of={bit.of} names={names} look={look} change={change} /> : <Many bit={bit} names={names} look={look} change={change} />;
    case "number":
      return <NumberField bit={bit} look={look} wrong={wrong} change={change} />;
    case "text":
      return <TextField bit={bit} look={look} wrong={wrong} change={change} />;
    case "day":
      return <input type="date" className={`${look} sg-input`} aria-label={bit.label} aria-invalid={wrong || undefined} min="1900-01-01" max="2199-12-31" value={bit.value ?? ""}
        onChange={(event) => event.target.value && change(bit.set(event.target.value))} />;
    case "add":
      return <Menu className="sg-narrow" label={bit.label} trigger={<Icon name="plus" size={11} />} items={bit.options.map((one) => ({ id: one.value, label: one.label, run: () => change(bit.set(one.value)) }))} />;
    case "drop":
      return <button type="button" className="sg-drop" aria-label={bit.label} title={bit.label} onClick={() => change(bit.set())}><Icon name="close" size={10} /></button>;
  }
}

type Of<K extends Bit<Rule>["kind"]> = Extract<Bit<Rule>, { kind: K }>;
interface Props<K extends Bit<Rule>["kind"]> { bit: Of<K>; look: string; change: (rule: Rule) => void }

function Many({ bit, names, look, change }: Props<"many"> & { names: Names }) {
  const free = bit.options === undefined && (bit.of === "texts" || bit.of === "numbers" || optionsOf(bit.of, names).length === 0);
  const known = bit.options ?? optionsOf(bit.of, names);
  const told = bit.value.map(String);
  const options = [...known, ...told.filter((one) => !known.some((option) => option.value === one)).map((one) => ({ value: one, label: calledBy(bit.of, one, names) }))];
  const id = isId(bit.of);
  const take = (values: string[]) => {
    const kept = id ? values.filter((one) => /^\d{1,16}$/.test(one)).map(Number) : values;
    change(bit.set(kept));
  };
  return (
    <Select mode={free ? "tags" : "multiple"} className={`${look} sg-many`} size="small" variant="filled" popupMatchSelectWidth={false} maxTagCount={6} aria-label={bit.label}
      placeholder={bit.missing ? t("ui.segments.pick_some", { what: bit.label }) : bit.text} showSearch={{ optionFilterProp: "label" }} tokenSeparators={["，", ",", "、", "\n"]}
      value={told} options={options} onChange={take} notFoundContent={t(free ? "ui.segments.none.to_pick.free" : "ui.segments.none.to_pick")} />
  );
}

function Searched({ bit, of, names, look, change }: Props<"many"> & { of: Found; names: Names }) {
  const [q, setQ] = useState("");
  const [open, setOpen] = useState(false);
  const found = useFound(of, usePaused(q, 250), open);
  const options = (found.data ?? []).map((one) => ({ value: String(one.id), label: one.name }));
  const told = bit.value.map(String);
  const all = [...options, ...told.filter((one) => !options.some((option) => option.value === one)).map((one) => ({ value: one, label: calledBy(of, Number(one), names) }))];
  return (
    <Select mode="multiple" className={`${look} sg-many`} size="small" variant="filled" popupMatchSelectWidth={false} maxTagCount={6} aria-label={bit.label}
      placeholder={bit.missing ? t("ui.segments.pick_some", { what: bit.label }) : bit.text} showSearch={{ filterOption: false, onSearch: setQ }} onOpenChange={setOpen} loading={found.isFetching}
      value={told} options={all} onChange={(values: string[]) => change(bit.set(values.map(Number)))}
      notFoundContent={found.isFetching ? t("ui.state.loading") : t("ui.segments.none.to_pick")} />
  );
}

/** Yuan with two decimals for cents, whole numbers else; what is no number yet changes nothing. */
function NumberField({ bit, look, wrong, change }: Props<"number"> & { wrong: boolean }) {
  const money = bit.unit === "money";
  const shown = bit.value === null ? "" : String(money ? bit.value / 100 : bit.value);
  const [text, setText] = useState(shown);
  const id = useId();
  const read = (value: string): number | null | undefined => {
    const plain = value.replaceAll(/[,，\s¥￥]/g, "").normalize("NFKC");
    if (plain === "") return null;
    if (!(money ? /^-?\d{1,10}(\.\d{0,2})?$/ : /^-?\d{1,15}$/).test(plain)) return undefined;
    return money ? Math.round(Number(plain) * 100) : Number(plain);
  };
  // Another rule came (undo, a change of unit): not while it says the same in other words ("1.").
  useEffect(() => setText((now) => (read(now) === bit.value ? now : shown)), [shown]);
  const bad = read(text) === undefined;
  return (
    <span className="sg-number">
      {money && <label htmlFor={id} aria-hidden="true">¥</label>}
      <input id={id} className={`${look} sg-input${bad ? " sg-wrong" : ""}`} inputMode={money ? "decimal" : "numeric"} aria-label={bit.label} aria-invalid={wrong || bad || undefined}
        style={{ width: `${Math.max(3, text.length + 1)}ch` }} value={text} onFocus={(event) => event.target.select()} onBlur={() => bad && setText(shown)}
        onChange={(event) => {
          setText(event.target.value);
          const next = read(event.target.value);
          if (next !== undefined && next !== bit.value) change(bit.set(next));
        }} />
    </span>
  );
}

function TextField({ bit, look, wrong, change }: Props<"text"> & { wrong: boolean }) {
  const [text, setText] = useState(bit.value);
  useEffect(() => setText(bit.value), [bit.value]);
  return (
    <input className={`${look} sg-input`} aria-label={bit.label} aria-invalid={wrong || undefined} maxLength={100} value={text} style={{ width: `${Math.max(4, text.length * 1.6 + 1)}ch` }}
      onChange={(event) => {
        setText(event.target.value);
        if (!(event.nativeEvent as InputEvent).isComposing) change(bit.set(event.target.value));
      }}
      onCompositionEnd={(event) => change(bit.set(event.currentTarget.value))} />
  );
}
