import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { useSession } from "@/app/session";
import { t } from "@/i18n";
import { clock, day, instant } from "@/i18n/format";
import { Dialog } from "@/ui";
import type { Task } from "../model/tasks";
import { choices, dayAfter, dayIn, morningOf } from "../model/times";
import { Subjects } from "./Subjects";

interface SnoozeProps {
  tasks: Task[];
  onClose: () => void;
  run: (tasks: Task[], at: number) => void;
}

/** One press puts it off; it comes back by itself, due as before. */
export function SnoozeDialog({ tasks, onClose, run }: SnoozeProps) {
  const { zone } = useSession();
  const [now] = useState(() => clock());
  const tomorrow = dayAfter(dayIn(now, zone), 1);
  const [date, setDate] = useState(() => dayAfter(tomorrow, 1));
  const first = useRef<HTMLButtonElement>(null);
  // After the dialog has put the focus into its first field: the usual answer is a button.
  useEffect(() => {
    const frame = requestAnimationFrame(() => first.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const until = (at: number) => {
    onClose();
    run(tasks, at);
  };
  return (
    <Dialog open onClose={onClose} title={t("ui.today.snooze.title")} width={420}>
      <Subjects tasks={tasks} />
      <div className="td-choices">
        {choices(now, zone).map((choice, index) => (
          <button key={choice.id} ref={index === 0 ? first : undefined} type="button" className="td-choice" onClick={() => until(choice.at)}>
            <span className="spread">{t(`ui.today.snooze.${choice.id}`)}</span>
            <span className="muted">{instant(choice.at)}</span>
          </button>
        ))}
      </div>
      <div className="td-date">
        <label>
          <span>{t("ui.today.snooze.date")}</span>
          <input type="date" className="td-input" value={date} min={tomorrow} onChange={(event) => setDate(event.target.value)} />
        </label>
        <Button disabled={!date || date < tomorrow} onClick={() => until(morningOf(date, zone))}>
          {t("ui.today.snooze.until", { day: day(date) })}
        </Button>
      </div>
      <p className="muted td-small">{t("ui.today.snooze.hint")}</p>
    </Dialog>
  );
}
