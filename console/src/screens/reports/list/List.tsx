import { Button } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { isOpen, useJobs } from "@/app/jobs";
import { useCan } from "@/app/session";
import type { DigestEntry, Period } from "@/app/types";
import { named, t } from "@/i18n";
import { day, number, relative } from "@/i18n/format";
import { EmptyState, JobBar, Load, Pill, Skeleton } from "@/ui";
import { useDigests } from "../data";
import { inOrder, toggled } from "../model/figures";
import { sentenceOf } from "../words";
import { MakeOne } from "./MakeOne";

const PERIODS: (Period | null)[] = [null, "daily", "weekly"];

/** The summaries that are kept, newest first; two may be chosen to be compared. */
export function List() {
  const [address, setAddress] = useSearchParams();
  const period = PERIODS.find((one) => one && one === address.get("period")) ?? null;
  const query = useDigests(period);
  const [chosen, setChosen] = useState<number[]>([]);
  const manage = useCan("reports.manage");
  const making = useJobs().filter((job) => job.kind === "digest" && isOpen(job));
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  const two = chosen.flatMap((id) => all.filter((one) => one.id === id));
  const [a, b] = two;
  const ordered = a && b ? inOrder(a, b) : null;
  return (
    <>
      <div className="rp-bar">
        <div className="rp-seg" role="group" aria-label={t("ui.digests.period")}>
          {PERIODS.map((one) => (
            <button key={one ?? ""} type="button" aria-pressed={one === period} onClick={() => setAddress(one ? { period: one } : {})}>
              {one ? named("digest.period", one) : t("ui.digests.all")}
            </button>
          ))}
        </div>
        <span className="spread" />
        {all.length > 1 && (
          <>
            <span className="muted rp-hint">{t(ordered ? "ui.digests.compare.ready" : "ui.digests.compare.hint")}</span>
            {ordered && <Link className="rp-compare" to={`/reports?earlier=${ordered[0].id}&later=${ordered[1].id}`}><Button tabIndex={-1}>{t("ui.digests.compare")}</Button></Link>}
          </>
        )}
      </div>
      {making.map((job) => <div key={job.id} className="card"><JobBar job={job} /></div>)}
      <Load query={query} what={t("ui.digests.failed")} skeleton={<div className="card"><Skeleton rows={6} /></div>}>
        {() => all.length === 0 ? (
          <EmptyState kind={period ? "nothing" : "never"} title={t(period ? "ui.digests.none.period" : "ui.digests.none")} text={t("ui.digests.none.text")}
            action={period ? <Button onClick={() => setAddress({})}>{t("ui.act.clear")}</Button> : manage && <MakeOne />} />
        ) : (
          <ul className="rp-list">
            {all.map((one) => (
              <Entry key={one.id} entry={one} chosen={chosen.includes(one.id)} choose={all.length > 1 ? () => setChosen(toggled(chosen, one.id)) : undefined} />
            ))}
          </ul>
        )}
      </Load>
      {query.hasNextPage && <div className="more"><Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
    </>
  );
}

interface EntryProps {
  entry: DigestEntry;
  chosen: boolean;
  choose: (() => void) | undefined;
}

function Entry({ entry, chosen, choose }: EntryProps) {
  const when = t("ui.digests.as_of", { day: day(entry.as_of, true) });
  return (
    <li className={chosen ? "rp-entry chosen" : "rp-entry"}>
      {choose && (
        <label className="rp-check">
          <input type="checkbox" checked={chosen} onChange={choose} aria-label={t("ui.digests.choose", { what: `${named("digest.period", entry.period)} ${entry.as_of}` })} />
        </label>
      )}
      <div className="rp-entry-when">
        <Pill tone={entry.period === "weekly" ? "brand" : "dead"}>{named("digest.period", entry.period)}</Pill>
        <span>{when}</span>
      </div>
      <Link className="rp-entry-link" to={`/reports/${entry.id}`}>{sentenceOf(entry.sentence)}</Link>
      <div className="rp-entry-more">
        <span>{entry.changes ? t("ui.digests.changes", { n: number(entry.changes) }) : t("ui.digests.changes.none")}</span>
        <span className="muted">{t("ui.digests.made", { ago: relative(entry.made_at) })}</span>
      </div>
    </li>
  );
}
