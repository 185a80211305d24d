// One condition: its sentence, what it leaves, what is wrong with it, what can be done with it.
import { useState } from "react";
import { t, tk, type Params } from "@/i18n";
import { number } from "@/i18n/format";
import { PHONE, useMedia } from "@/screens/checkup/useMedia";
import { Icon, Menu } from "@/ui";
import { bitOf, bits, type Path, plain, type Rule, sentence, tell, type Telling } from "../model";
import type { Edit } from "./edit";
import { Field } from "./Field";
import { JsonEdit } from "./JsonEdit";

export interface LineFault { rest: string; code: string; params: Params }

interface LineProps {
  rule: Rule;
  path: Path;
  told: Telling;
  faults: LineFault[];
  left: Left | undefined;
  edit: Edit | null;
  /** Neighbours there are to move past. */
  up: boolean;
  down: boolean;
}

/** How many are left after a condition, of those before it and of all. */
export interface Left { after: number; before: number; all: number }

export function Line({ rule, path, told, faults, left, edit, up, down }: LineProps) {
  const [json, setJson] = useState(false);
  const phone = useMedia(PHONE);
  const [opened, setOpened] = useState(false);
  const phrase = tell(rule, told);
  const wrong = faults.map((fault) => phrase && bitOf(phrase, fault.rest));
  const unfinished = phrase !== null && bits(phrase).some((bit) => bit.missing);
  const change = (next: Rule) => edit?.put(path, next);
  const text = phrase ? sentence(phrase) : t("ui.rule.unknown", { op: plain(rule)?.leaf.op ?? rule.op });
  // On a phone a rule is read first: a line shows its fields when it is tapped, or when something in it is to be mended.
  const fields = edit !== null && (!phone || opened || unfinished || faults.length > 0);
  return (
    <li className={`sg-line${faults.length > 0 ? " sg-line-wrong" : ""}`}>
      <div className="sg-line-main">
        <div className="sg-sentence">
          {phrase && fields ? (
            <span className="sg-words" role="group" aria-label={text}>
              {phrase.map((bit, n) => typeof bit === "string"
                ? <span key={n}>{bit}</span> // eslint-disable-line react/no-array-index-key
                : <Field key={`${n}${bit.kind}${bit.at}`} bit={bit} names={told.names} wrong={wrong.includes(bit)} change={change} />)}
            </span>
          ) : phrase && edit ? (
            <button type="button" className="sg-words sg-read" aria-label={t("ui.segments.line.edit", { what: text })} onClick={() => setOpened(true)}>{text}</button>
          ) : <span className="sg-words">{text}</span>}
        </div>
        {phone && opened && <button type="button" className="text-button sg-done" onClick={() => setOpened(false)}><Icon name="check" size={14} /> {t("ui.segments.line.done")}</button>}
        {unfinished && faults.length === 0 && edit && <p className="sg-hint">{t("ui.segments.unfinished")}</p>}
        {faults.map((fault) => <p key={fault.code + fault.rest} className="sg-fault" role="alert"><Icon name="warn" size={13} /> {tk(fault.code, fault.params, fault.code)}</p>)}
        {!phrase && <pre className="sg-json">{JSON.stringify(rule, null, 1)}</pre>}
      </div>
      {left && <Drop left={left} />}
      {edit && (
        <Menu align="end" className="icon-button sg-more" label={t("ui.segments.line.acts", { what: text })} trigger={<Icon name="more" />} items={[
          { id: "not", label: t(plain(rule)?.not ? "ui.segments.line.back" : "ui.segments.line.not"), run: () => edit.turn(path) },
          { id: "copy", label: t("ui.segments.line.copy"), run: () => edit.copy(path) },
          { id: "wrap", label: t("ui.segments.line.wrap"), disabled: !edit.deeper(path), run: () => edit.wrap(path) },
          { id: "up", label: t("ui.segments.line.up"), disabled: !up, run: () => edit.move(path, -1) },
          { id: "down", label: t("ui.segments.line.down"), disabled: !down, run: () => edit.move(path, 1) },
          { id: "json", label: t("ui.segments.line.json"), run: () => setJson(true) },
          null,
          { id: "remove", label: t("ui.segments.line.remove"), danger: true, run: () => edit.remove(path) },
        ]} />
      )}
      {json && <JsonEdit rule={rule} onClose={() => setJson(false)} onSave={change} />}
    </li>
  );
}

/** What a condition leaves of those that came to it. */
function Drop({ left }: { left: Left }) {
  const gone = left.before - left.after;
  const share = (n: number) => `${left.all > 0 ? (100 * n) / left.all : 0}%`;
  const said = t("ui.segments.left.said", { left: number(left.after), gone: number(gone) });
  return (
    <div className="sg-left" title={said}>
      <span className="hidden-text">{said}</span>
      <span aria-hidden="true" className="sg-left-n">{number(left.after)}</span>
      <span aria-hidden="true" className="sg-left-gone">{gone > 0 ? `−${number(gone)}` : t("ui.segments.left.none")}</span>
      <span aria-hidden="true" className="sg-left-bar"><i style={{ width: share(left.before) }} /><b style={{ width: share(left.after) }} /></span>
    </div>
  );
}
