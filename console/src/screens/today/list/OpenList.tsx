import { useState } from "react";
import { useNavigate } from "react-router";
import { useCan, useSession } from "@/app/session";
import { clock, dayOf } from "@/i18n/format";
import type { TaskList } from "@/app/types";
import type { Acts } from "../acts/useActs";
import { SECTIONS, sections, type SectionName, type Task } from "../model/tasks";
import { dayIn } from "../model/times";
import { subjectPath } from "../words";
import { BulkBar } from "./BulkBar";
import { Row } from "./Row";
import { Section } from "./Section";
import { useKeyboard } from "./useKeyboard";

const FIRST = 30; // rows of a section that are drawn at once
const MORE = 100;

interface OpenListProps {
  tasks: Task[];
  /** Of the whole list; null: a filter is on, what is here is counted. */
  counts: TaskList["counts"] | null;
  acts: Acts;
  active: number | null;
  setActive: (id: number | null) => void;
  open: number | null;
  setOpen: (id: number | null) => void;
  chosen: ReadonlySet<number>;
  setChosen: (ids: ReadonlySet<number>) => void;
}

export function OpenList(props: OpenListProps) {
  const { tasks, counts, acts, active, setActive, open, setOpen, chosen, setChosen } = props;
  const { zone } = useSession();
  const may = useCan("tasks.do");
  const navigate = useNavigate();
  const [grab, setGrab] = useState(false);
  const [shown, setShown] = useState<Record<SectionName, number>>({ overdue: FIRST, now: FIRST, later: FIRST });

  const all = sections(tasks, dayIn(clock(), zone), dayOf);
  const drawn = SECTIONS.map((name) => ({ name, here: all[name].slice(0, shown[name]) }));
  const order = drawn.flatMap(({ here }) => here);
  // Without a choice the first is it: what E does is then to be seen.
  const at = Math.max(0, order.findIndex((task) => task.id === active));
  const picked = tasks.filter((task) => chosen.has(task.id));

  const step = (by: number) => {
    const to = order[active === null && by > 0 ? at : Math.max(0, Math.min(order.length - 1, at + by))];
    setGrab(true);
    if (to) setActive(to.id);
  };
  const choose = (id: number) => {
    const next = new Set(picked.map((task) => task.id));
    next[next.has(id) ? "delete" : "add"](id);
    setChosen(next);
  };
  const toggle = (id: number) => setOpen(open === id ? null : id);
  useKeyboard({
    may, step, choose, details: toggle,
    active: () => order[at],
    about: () => (picked.length > 0 ? picked : order.slice(at, at + 1)),
    go: (task) => void navigate(subjectPath(task)),
    done: (some) => void acts.finish(some),
    ask: (about, some) => acts.setAsk({ about, tasks: some }),
    back: () => (chosen.size > 0 ? setChosen(new Set()) : open !== null ? setOpen(null) : setActive(null)),
  });

  return (
    <>
      {drawn.map(({ name, here }) => (
        <Section key={name} name={name} tasks={here} hidden={Math.min(MORE, all[name].length - here.length)}
          total={Math.max(all[name].length, counts?.[name] ?? 0)} more={() => setShown({ ...shown, [name]: shown[name] + MORE })}>
          {(task) => (
            <Row key={task.id} task={task} section={name} may={may} active={task.id === order[at]?.id} grab={grab} chosen={chosen.has(task.id)}
              open={task.id === open} busy={acts.busy.has(task.id)} onFocus={setActive} onChoose={choose} onOpen={toggle}
              onDone={(one) => void acts.finish([one])} onAsk={(about, one) => acts.setAsk({ about, tasks: [one] })} />
          )}
        </Section>
      ))}
      {may && picked.length > 0 && (
        <BulkBar tasks={picked} all={tasks} acts={acts} clear={() => setChosen(new Set())} choose={(ids) => setChosen(new Set(ids))} />
      )}
    </>
  );
}
