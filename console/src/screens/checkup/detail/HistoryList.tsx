import type { GroupDetail } from "@/app/types";
import { has, named, t } from "@/i18n";
import { day, instant } from "../numbers";

type Entry = GroupDetail["history"][number];

/** What became of the group: decisions of people, and changes that check-ups found. */
export function HistoryList({ history }: Pick<GroupDetail, "history">) {
  return (
    <section className="cu-part">
      <h3>{t("ui.checkup.history")}</h3>
      {history.length === 0 && <p className="muted">{t("ui.checkup.history.none")}</p>}
      <ol className="cu-history">
        {history.map((one) => (
          <li key={`${one.at} ${one.act}`}>
            <time>{instant(one.at)}</time>
            <span>{line(one)}{one.by_name && <span className="muted"> · {one.by_name}</span>}{one.reason && <q>{one.reason}</q>}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function line({ act, params }: Entry): string {
  const code = (area: string, value: unknown) => (typeof value === "string" && value ? named(area, value) : "–");
  const state = (value: unknown) => code("state", value);
  const advice = (value: unknown) => code("advice", value);
  return named(has(`ui.checkup.did.${act}`) ? "ui.checkup.did" : "act", act, {
    ...(params as Record<string, string>),
    day: day(params["day"] as string | undefined),
    until: day(params["until"] as string | undefined),
    was_state: state(params["was_state"]),
    state: state(params["state"]),
    was_advice: advice(params["was_advice"]),
    advice: advice(params["advice"]),
  });
}
