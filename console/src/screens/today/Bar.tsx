import { named, t } from "@/i18n";
import { number } from "@/i18n/format";
import { useSession } from "@/app/session";
import { Icon } from "@/ui";
import { kinds, type Task } from "./model/tasks";
import type { Tab, View } from "./model/view";

const TABS: Tab[] = ["open", "snoozed", "done"];

interface BarProps {
  view: View;
  set: (change: Partial<View>) => void;
  /** Open tasks, for the kinds there are. */
  tasks: Task[];
}

/** To do, put off or done; whose; of which kind. */
export function Bar({ view, set, tasks }: BarProps) {
  const seesOthers = useSession().user.role !== "operator";
  const found = kinds(tasks);
  const offered = view.kind && !found.some((one) => one.key === view.kind) ? [...found, { key: view.kind, n: 0 }] : found;
  return (
    <div className="td-bar">
      <div className="td-seg" role="group" aria-label={t("ui.today.show")}>
        {TABS.map((tab) => (
          <button key={tab} type="button" aria-pressed={view.tab === tab} onClick={() => set({ tab, task: null })}>{t(`ui.today.tab.${tab}`)}</button>
        ))}
      </div>
      {seesOthers && (
        <div className="td-seg" role="group" aria-label={t("ui.today.whose")}>
          {[false, true].map((mine) => (
            <button key={String(mine)} type="button" aria-pressed={view.mine === mine} onClick={() => set({ mine, task: null })}>
              {t(mine ? "ui.today.mine" : "ui.today.all")}
            </button>
          ))}
        </div>
      )}
      {offered.length > 1 && (
        <div className="td-kinds" role="group" aria-label={t("ui.today.kind")}>
          {offered.map(({ key, n }) => (
            <button key={key} type="button" className="td-kind" aria-pressed={view.kind === key} onClick={() => set({ kind: view.kind === key ? null : key, task: null })}>
              {named("ui.today.kind", key)} <span>{number(n)}</span>{view.kind === key && <Icon name="close" size={11} />}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
