// What a task shows that was asked for in a group: the message that it is about, and the words to be taken over.
import type { TaskView } from "@/app/types";
import { t } from "@/i18n";
import { instant } from "@/i18n/format";
import { Copy } from "@/ui";
import "./evidence.css";

export function Evidence({ task }: { task: Pick<TaskView, "params" | "kind"> }) {
  const { quote, quote_at: at, text, who } = task.params;
  const quoted = typeof quote === "string" && quote !== "";
  const said = task.kind === "rename_group" ? "ui.today.new_name" : task.kind === "create_group" ? "ui.today.group_name" : "ui.today.to_post";
  const words = typeof text === "string" && text !== "";
  if (!quoted && !words) return null;
  return (
    <div className="evidence">
      {quoted && (
        <figure>
          <figcaption>{t("ui.today.evidence", { who: String(who ?? ""), at: typeof at === "number" ? instant(at) : "" })}</figcaption>
          <blockquote>{quote}</blockquote>
        </figure>
      )}
      {words && (
        <figure>
          <figcaption>{t(said)} <Copy text={text} words /></figcaption>
          <blockquote>{text}</blockquote>
        </figure>
      )}
    </div>
  );
}
