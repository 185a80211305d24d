import type { Task } from "../model/tasks";
import { openOf } from "../model/tasks";
import { HandOverDialog } from "./HandOverDialog";
import { ResultDialog } from "./ResultDialog";
import { SnoozeDialog } from "./SnoozeDialog";
import type { Acts } from "./useActs";

/** The dialog that an act asks for. `all`: every open task, when it is known. */
export function Dialogs({ acts, all }: { acts: Acts; all: Task[] | null }) {
  const { ask, setAsk } = acts;
  if (!ask) return null;
  const close = () => setAsk(null);
  if (ask.about === "snooze") return <SnoozeDialog tasks={ask.tasks} onClose={close} run={(tasks, at) => void acts.snooze(tasks, at)} />;
  if (ask.about === "result") return <ResultDialog tasks={ask.tasks} onClose={close} run={(tasks, result) => void acts.finish(tasks, result)} />;
  return (
    <HandOverDialog tasks={ask.tasks} open={all && openOf(all)} seesAll={acts.seesAll} onClose={close}
      run={(tasks, to) => void acts.handOver(tasks, to)} />
  );
}
