import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { putJob } from "@/app/jobs";
import type { ConnectionView } from "@/app/types";
import { named, t } from "@/i18n";
import { number, relative } from "@/i18n/format";
import { JobBar } from "@/ui";
import { lastSync, sync, useSyncJob } from "../data";
import { troubleText } from "../words";
import { type Checks, howOf } from "./Check";
import { Step } from "./Step";

/** Kinds in the order in which they are read, with the count that says how much there is. */
const SEEN: [string, string][] = [["staff", "staff"], ["tags", "tags"], ["customers", "pairs"], ["groups", "groups"], ["statistics", "owner_days"], ["unassigned", "unassigned"]];

/** Step 5: read everything once; later callbacks tell what changes, and a sync makes good what they lost. */
export function Learn({ one, checks }: { one: ConnectionView; checks: Checks }) {
  const job = useSyncJob(one);
  const at = lastSync(one);
  const stuck = one.syncs.find((each) => each.trouble);
  const ready = one.state !== "off" && howOf(checks, "secret", "ip", "permission", "range") === "ok";
  const begin = useMutation({ meta: { touches: ["connections"] }, mutationFn: () => sync(one.id), onSuccess: putJob });
  const kinds = SEEN.flatMap(([kind, count]) => one.syncs.filter((each) => each.kind === kind).map((each) => ({ ...each, n: each.counts[count] ?? 0 })));
  const kind = typeof job?.note?.["kind"] === "string" ? job.note["kind"] : undefined;
  const line = job ? t("ui.connections.sync.running", { kind: kind ? named("connection.sync", kind) : "…" }) : at ? t("ui.connections.sync.ok", { ago: relative(at) }) : t(ready ? "ui.connections.sync.todo" : "ui.connections.sync.first");
  return (
    <Step number={5} title={t("ui.connections.step.sync")} how={job ? "waiting" : stuck ? "failed" : at ? "ok" : "todo"}
      line={stuck?.trouble ? troubleText(stuck.trouble) : line}
      acts={<Button size="small" type={at ? "default" : "primary"} disabled={!ready || !!job || begin.isPending} onClick={() => begin.mutate()}>{t("ui.connections.sync.now")}</Button>}>
      {job && <JobBar job={job} />}
      {kinds.length > 0 && (
        <dl className="cn-facts">
          {kinds.map((each) => (
            <div key={each.kind}>
              <dt>{named("connection.sync", each.kind)}</dt>
              <dd>{number(each.n)} <small className="muted">{each.finished_at ? relative(each.finished_at) : t("ui.connections.sync.under_way")}</small></dd>
            </div>
          ))}
        </dl>
      )}
    </Step>
  );
}
