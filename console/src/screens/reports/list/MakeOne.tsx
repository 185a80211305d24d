import { useMutation } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { useCommands } from "@/app/commands";
import { putJob } from "@/app/jobs";
import { isProblem, sentence } from "@/app/problem";
import type { Period } from "@/app/types";
import { named, t } from "@/i18n";
import { Icon, Menu, toast } from "@/ui";

const PERIODS: Period[] = ["daily", "weekly"];

/** Make a summary now. It takes the place of that day's, and goes to the webhooks. */
export function MakeOne() {
  const make = useMutation({
    meta: { quiet: true },
    mutationFn: (period: Period) => ok(api.POST("/api/v1/digests", { body: { period } })),
    onSuccess: (job) => {
      putJob(job);
      toast({ text: t("ui.digests.making") });
    },
    onError: (error) =>
      isProblem(error, "digest_running") ? toast({ text: t("ui.digests.running") }) : toast({ text: sentence(error), tone: "danger" }),
  });
  const label = (period: Period) => t("ui.digests.make.of", { period: named("digest.period", period) });
  useCommands(PERIODS.map((period) => ({ id: `run:digest:${period}`, kind: "run", label: label(period), words: t("ui.nav.reports.words"), run: () => make.mutate(period) })));
  return (
    <Menu className="ant-btn ant-btn-primary rp-make" align="end" trigger={<>{t("ui.digests.make")}<Icon name="down" size={12} /></>}
      items={PERIODS.map((period) => ({ id: period, label: label(period), hint: t(`ui.digests.make.${period}`), run: () => make.mutate(period) }))} />
  );
}
