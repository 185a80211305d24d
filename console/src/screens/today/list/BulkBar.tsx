import { Button } from "antd";
import { t } from "@/i18n";
import { Icon } from "@/ui";
import type { Acts } from "../acts/useActs";
import type { Task } from "../model/tasks";

interface BulkProps {
  tasks: Task[];
  all: Task[];
  acts: Acts;
  clear: () => void;
  choose: (ids: number[]) => void;
}

/** Acts on what is chosen; at the bottom, where a thumb is. */
export function BulkBar({ tasks, all, acts, clear, choose }: BulkProps) {
  const busy = tasks.some((task) => acts.busy.has(task.id));
  return (
    <div className="td-bulk" role="region" aria-label={t("ui.today.bulk")}>
      <span className="td-bulk-n" role="status">{t("ui.today.chosen", { n: tasks.length })}</span>
      {tasks.length < all.length && (
        <button type="button" className="text-button td-bulk-all" onClick={() => choose(all.map((task) => task.id))}>{t("ui.today.choose_all", { n: all.length })}</button>
      )}
      <span className="spread" />
      <div className="td-bulk-acts">
        <Button type="primary" loading={busy} onClick={() => acts.setAsk({ about: "result", tasks })}>{t("ui.today.done")}</Button>
        <Button onClick={() => acts.setAsk({ about: "snooze", tasks })}>{t("ui.today.snooze")}</Button>
        <Button onClick={() => acts.setAsk({ about: "hand_over", tasks })}>{t("ui.today.hand")}</Button>
      </div>
      <button type="button" className="icon-button" aria-label={t("ui.today.unchoose")} title={t("ui.today.unchoose")} onClick={clear}>
        <Icon name="close" />
      </button>
    </div>
  );
}
