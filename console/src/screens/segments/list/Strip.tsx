import type { SegmentRow } from "@/app/types";
import { t } from "@/i18n";
import { clock, number } from "@/i18n/format";
import { type Part, Verdict } from "@/ui";
import { KINDS, standing } from "./rows";

const FILLS: Record<SegmentRow["kind"], string> = { dynamic: "var(--alive)", frozen: "var(--forming)", uploaded: "var(--dormant)" };

/** What is the case: what failed first, else what moved since yesterday. */
export function Strip({ rows, kind, choose }: { rows: SegmentRow[]; kind: string; choose: (kind: string) => void }) {
  const now = standing(rows, clock());
  const moved = { entered: number(now.entered), left: number(now.left) };
  const sentence = now.failing > 0 ? t("ui.segments.verdict.failing", { n: now.failing, all: now.segments })
    : now.entered + now.left > 0 ? t("ui.segments.verdict.moved", { n: now.segments, ...moved }) : t("ui.segments.verdict.still", { n: now.segments });
  const parts: Part[] = [
    ...KINDS.map((one) => ({ key: one, label: t(`ui.segments.kind.${one}`), value: now.kinds[one] ?? 0, fill: FILLS[one], pressed: kind === one, onPress: () => choose(one) })),
    ...(now.failing > 0 ? [{ key: "failing", label: t("ui.segments.failing"), value: now.failing, fill: "var(--danger)", pressed: kind === "failing", onPress: () => choose("failing") }] : []),
  ];
  return <Verdict sentence={sentence} parts={parts} partsLabel={t("ui.segments.verdict.parts")} aside={now.waiting > 0 && <p className="muted">{t("ui.segments.verdict.waiting", { n: now.waiting })}</p>} />;
}
