import { Button } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useSession } from "@/app/session";
import { t } from "@/i18n";
import { clock, day } from "@/i18n/format";
import { Load, Page } from "@/ui";
import { Aside } from "./Aside";
import { Dialogs } from "./acts/Dialogs";
import { useActs } from "./acts/useActs";
import { Bar } from "./Bar";
import { useTasks } from "./data";
import { Empty } from "./Empty";
import { EndedList } from "./list/EndedList";
import { OpenList } from "./list/OpenList";
import { nextAfter } from "./model/tasks";
import { dayIn } from "./model/times";
import { readView, writeView, type View } from "./model/view";
import "./today.css";
import { TodaySkeleton, TopSkeleton } from "./TodaySkeleton";
import { Top } from "./Top";

/** 今日待办: what must be done, the most harmful first. */
export default function Today() {
  const { zone } = useSession();
  const [address, setAddress] = useSearchParams();
  const view = readView(address);
  const set = (change: Partial<View>) => setAddress(writeView({ ...view, ...change }), { replace: true });
  const open = useTasks("open", view.mine);
  const [active, setActive] = useState<number | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [finished, setFinished] = useState(false);

  const here = (open.tasks ?? []).filter((task) => !view.kind || task.kind === view.kind);
  const acts = useActs((changed, act) => {
    const gone = new Set(changed);
    if (act === "done") setFinished(true);
    if (act !== "reopen") setActive((now) => nextAfter(here.map((task) => task.id), gone, now));
    setChosen(new Set([...chosen].filter((id) => !gone.has(id))));
  });
  const empty = <Empty view={view} finished={finished} clear={() => set({ kind: null, ...(view.kind ? {} : { mine: false }) })} />;
  const whole = !view.mine && !open.hasNextPage ? (open.tasks ?? null) : null;

  return (
    <Page title={t("ui.today.title")} note={day(dayIn(clock(), zone), true)}>
      <div className="td">
        <div className="td-main">
          {open.counts && open.counts.overdue + open.counts.now + open.counts.later > 0 && view.tab === "open" && <Top counts={open.counts} />}
          {open.isPending && view.tab === "open" && <TopSkeleton />}
          <Bar view={view} set={set} tasks={open.tasks ?? []} />
          {view.tab === "open" ? (
            <Load query={open} what={t("ui.today.failed")} skeleton={<TodaySkeleton />}>
              {() => here.length === 0 ? empty : (
                <OpenList tasks={here} counts={view.kind ? null : (open.counts ?? null)} acts={acts} active={active} setActive={setActive}
                  open={view.task} setOpen={(task) => set({ task })} chosen={chosen} setChosen={setChosen} />
              )}
            </Load>
          ) : (
            <Ended state={view.tab} view={view} acts={acts} empty={empty} />
          )}
          {view.tab === "open" && open.hasNextPage && here.length > 0 && (
            <div className="td-rest"><Button loading={open.isFetchingNextPage} onClick={() => void open.fetchNextPage()}>{t("ui.act.more")}</Button></div>
          )}
        </div>
        <Aside tasks={whole} />
      </div>
      <Dialogs acts={acts} all={whole} />
    </Page>
  );
}

interface EndedProps {
  state: "done" | "snoozed";
  view: View;
  acts: ReturnType<typeof useActs>;
  empty: React.ReactNode;
}

function Ended({ state, view, acts, empty }: EndedProps) {
  const query = useTasks(state, view.mine);
  return (
    <Load query={query} what={t("ui.today.failed")} skeleton={<TodaySkeleton />}>
      {() => {
        const here = (query.tasks ?? []).filter((task) => !view.kind || task.kind === view.kind);
        if (here.length === 0 && !query.hasNextPage) return empty;
        return (
          <>
            {here.length > 0 && <EndedList tasks={here} acts={acts} state={state} />}
            {query.hasNextPage && <div className="td-rest"><Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
          </>
        );
      }}
    </Load>
  );
}
