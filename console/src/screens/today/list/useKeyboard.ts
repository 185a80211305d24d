// J/K move, E done (with ⇧: with a result), H snooze, A assign, Enter open, X choose, Esc steps back.
import { useKeys } from "@/app/keys";
import { t } from "@/i18n";
import type { Asked } from "../acts/useActs";
import type { Task } from "../model/tasks";

interface KeyboardProps {
  may: boolean;
  step: (by: number) => void;
  /** What an act is about: those chosen, else the active one. */
  about: () => Task[];
  active: () => Task | undefined;
  choose: (id: number) => void;
  details: (id: number) => void;
  go: (task: Task) => void;
  done: (tasks: Task[]) => void;
  ask: (about: Asked, tasks: Task[]) => void;
  back: () => void;
}

export function useKeyboard(props: KeyboardProps): void {
  const { may, step, about, active, choose, details, go, done, ask, back } = props;
  const group = t("ui.today.title");
  const here = (run: (task: Task) => void) => () => {
    const task = active();
    if (task) run(task);
  };
  const withThem = (run: (tasks: Task[], event: KeyboardEvent) => void) => (event: KeyboardEvent) => {
    const tasks = about();
    if (tasks.length > 0) run(tasks, event);
  };
  useKeys([
    { keys: "j", label: t("ui.today.keys.next"), group, run: () => step(1) },
    { keys: "k", label: t("ui.today.keys.previous"), group, run: () => step(-1) },
    { keys: "down", run: () => step(1) },
    { keys: "up", run: () => step(-1) },
    { keys: "enter", label: t("ui.today.keys.open"), group, run: here(go) },
    { keys: "space", label: t("ui.today.keys.details"), group, run: here((task) => details(task.id)) },
    { keys: "escape", label: t("ui.today.keys.back"), group, run: back },
  ]);
  useKeys([
    { keys: "e", label: t("ui.today.keys.done"), group, run: withThem((tasks, event) => (event.shiftKey ? ask("result", tasks) : done(tasks))) },
    { keys: "h", label: t("ui.today.keys.snooze"), group, run: withThem((tasks) => ask("snooze", tasks)) },
    { keys: "a", label: t("ui.today.keys.hand"), group, run: withThem((tasks) => ask("hand_over", tasks)) },
    { keys: "x", label: t("ui.today.keys.choose"), group, run: here((task) => choose(task.id)) },
  ], may);
}
