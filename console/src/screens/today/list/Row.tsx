import { Button } from "antd";
import { memo, useEffect, useRef } from "react";
import { Link } from "react-router";
import { t } from "@/i18n";
import { Icon, Kbd } from "@/ui";
import type { Asked } from "../acts/useActs";
import type { SectionName, Task } from "../model/tasks";
import { due, firstMove, subjectPath, title, who, why } from "../words";
import { Details } from "./Details";

export interface RowProps {
  task: Task;
  section: SectionName;
  may: boolean;
  active: boolean;
  /** The focus follows the keyboard only. */
  grab: boolean;
  chosen: boolean;
  open: boolean;
  busy: boolean;
  onFocus: (id: number) => void;
  onChoose: (id: number) => void;
  onOpen: (id: number) => void;
  onDone: (task: Task) => void;
  onAsk: (about: Asked, task: Task) => void;
}

/** One task: what to do with what, why, by when, whose, and the acts. On a phone a card with its acts at the bottom. */
export const Row = memo(function Row(props: RowProps) {
  const { task, section, may, active, grab, chosen, open, busy, onFocus, onChoose, onOpen, onDone, onAsk } = props;
  const box = useRef<HTMLLIElement>(null);
  const name = title(task);
  const move = firstMove(task);
  useEffect(() => {
    if (active && grab) box.current?.focus();
  }, [active, grab]);
  const classes = `td-row td-${section}${active ? " active" : ""}${chosen ? " chosen" : ""}`;
  return (
    <li ref={box} tabIndex={-1} className={classes} aria-busy={busy} onFocus={() => onFocus(task.id)} data-task={task.id}>
      {may && (
        <label className="td-check">
          <input type="checkbox" checked={chosen} onChange={() => onChoose(task.id)} aria-label={t("ui.today.choose", { what: name })} />
        </label>
      )}
      <i className="td-dot" aria-hidden="true" />
      <div className="td-what">
        <Link to={subjectPath(task)} className="td-title">{name}</Link>
        <p className="td-why">{why(task)}</p>
        {move && <p className="td-move"><span>{t("ui.today.first_step")}</span>{move}</p>}
      </div>
      <div className="td-when">
        <span className="td-due">{section === "overdue" && <Icon name="warn" size={13} />}{due(task)}</span>
        <span className="muted ellipsis" title={who(task)}>{who(task)}</span>
      </div>
      <div className="td-acts">
        {may && (
          <>
            <Button className="td-done" type={active ? "primary" : "default"} loading={busy} onClick={() => onDone(task)}>
              {t("ui.today.done")}{active && <span className="td-key"><Kbd keys="e" /></span>}
            </Button>
            <Act icon="clock" keys="H" label={t("ui.today.snooze")} what={name} press={() => onAsk("snooze", task)} />
            <Act icon="hand" keys="A" label={t("ui.today.hand")} what={name} press={() => onAsk("hand_over", task)} />
          </>
        )}
        <button type="button" className="icon-button td-more" aria-expanded={open} aria-label={t("ui.today.details.of", { what: name })}
          title={t("ui.today.details")} onClick={() => onOpen(task.id)}>
          <Icon name="down" size={14} />
        </button>
      </div>
      {open && <Details task={task} may={may} onResult={() => onAsk("result", task)} />}
    </li>
  );
});

interface ActProps {
  icon: "clock" | "hand";
  keys: string;
  label: string;
  what: string;
  press: () => void;
}

function Act({ icon, keys, label, what, press }: ActProps) {
  return (
    <button type="button" className="icon-button td-act" title={`${label} (${keys})`} aria-label={t("ui.today.act_of", { act: label, what })} onClick={press}>
      <Icon name={icon} /><span className="td-act-word" aria-hidden="true">{label}</span>
    </button>
  );
}
