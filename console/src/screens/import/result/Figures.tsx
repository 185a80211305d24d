import type { ImportDetail } from "@/app/types";
import { t } from "@/i18n";
import { number } from "@/i18n/format";
import { Def } from "@/ui";

/** What came in, in numbers; of a dry run what would. */
export function Figures({ detail }: { detail: ImportDetail }) {
  const { run } = detail;
  const leaves = detail.outcomes.reduce((sum, one) => sum + one.leaves, 0);
  const known = detail.outcomes.filter((one) => one.known).length;
  const figures: [string, number][] = [
    ["import_facts", run.facts], ["import_chats", run.chats], ["import_messages", run.messages], ["import_joins", run.joins],
    ["import_leaves", leaves], ["import_rejects", run.rejects], ["import_private", detail.private_chats], ["import_known", known],
  ];
  return (
    <dl className="im-figures" aria-label={t("ui.import.figures")}>
      {figures.filter(([key, value], index) => index < 3 || value > 0 || key === "import_rejects").map(([key, value]) => (
        <div key={key} className={key === "import_rejects" && value > 0 ? "im-warned" : undefined}>
          <dt><Def k={key} /></dt>
          <dd>{number(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
