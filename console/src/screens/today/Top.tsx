import type { TaskList } from "@/app/types";
import { t } from "@/i18n";
import { type Part, Verdict } from "@/ui";
import { SECTIONS, type SectionName } from "./model/tasks";

const FILLS: Record<SectionName, string> = { overdue: "var(--danger)", now: "var(--brand)", later: "var(--dead)" };

/** How much there is, in one sentence and a bar; a part leads to its section. */
export function Top({ counts }: { counts: TaskList["counts"] }) {
  const parts: Part[] = SECTIONS.map((name) => ({
    key: name, label: t(`ui.today.${name}`), value: counts[name], fill: FILLS[name],
    ...(counts[name] > 0 ? { onPress: () => lead(name) } : {}),
  }));
  return <Verdict sentence={sentenceOf(counts)} parts={parts} partsLabel={t("ui.today.parts")} />;
}

function sentenceOf({ overdue, now, later }: TaskList["counts"]): string {
  if (overdue > 0) return t(now > 0 ? "ui.today.sum.overdue_now" : "ui.today.sum.overdue", { n: overdue, now });
  return now > 0 ? t("ui.today.sum.now", { n: now }) : t("ui.today.sum.later", { n: later });
}

function lead(name: SectionName): void {
  const head = document.getElementById(`tasks-${name}-head`);
  head?.scrollIntoView({ block: "center", behavior: "smooth" });
  head?.focus({ preventScroll: true });
}
