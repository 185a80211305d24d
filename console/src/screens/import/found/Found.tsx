import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { t } from "@/i18n";
import { bytes, number } from "@/i18n/format";
import { attributesQuery } from "@/screens/customers/data";
import { EmptyState, Load, Skeleton } from "@/ui";
import { Trial } from "../act/Trial";
import { ActBar } from "../act/ActBar";
import { inspectionQuery } from "../data";
import { useDraft } from "../draft";
import { sorted, tableSets } from "../model/mapping";
import type { Snapshot } from "../upload/item";
import { FileList } from "../upload/FileList";
import { FoundFiles } from "./FoundFiles";
import { Options } from "./Options";
import { TableCard } from "./TableCard";

/** What was found in the files: kinds, tables with their columns, and what had better be said before they are read. */
export function Found({ upload, sent, remove }: { upload: number; sent: Snapshot; remove: () => void }) {
  const [draft, change] = useDraft(upload);
  const asked = useDeferredValue(draft);
  const query = useQuery(inspectionQuery(upload, `${sent.done}:${sent.size}`, asked));
  const attributes = useQuery({ ...attributesQuery, retry: false }).data?.filter((one) => !one.sensitive && one.archived_at === null);
  const failed = sent.items.filter((item) => item.state === "failed");
  return (
    <div className="stack">
      {failed.length > 0 && (
        <section className="card im-stopped" role="alert">
          <h2>{t("ui.import.not_sent", { n: failed.length })}</h2>
          <FileList items={failed} />
        </section>
      )}
      <Load query={query} what={t("ui.import.inspect.failed")} skeleton={<div className="card"><p className="muted">{t("ui.import.inspecting")}</p><Skeleton rows={5} /></div>}>
        {(inspection) => {
          const { read, unread, attachments } = sorted(inspection.files);
          const sets = tableSets(inspection.files);
          return (
            <>
              <section className="card" aria-labelledby="im-found">
                <h2 id="im-found">{t("ui.import.found", { n: read.length + inspection.more })}</h2>
                <p className="muted im-lead">{t("ui.import.found.size", { n: number(sent.done), size: bytes(sent.size) })}{attachments > 0 && ` · ${t("ui.import.found.attachments", { n: attachments })}`}</p>
                <FoundFiles files={[...unread, ...read]} more={inspection.more} />
                {read.length === 0 && <EmptyState kind="nothing" compact title={t("ui.import.found.none")} text={t("ui.import.found.none.text")} />}
              </section>
              {sets.map((set) => (
                <TableCard key={set.table.signature} set={set} shapes={inspection.shapes} attributes={attributes ?? []} mappings={draft.mappings} busy={query.isFetching}
                  change={(mappings) => change({ mappings })} />
              ))}
              {(read.length > 0 || sets.length > 0) && <Options inspection={inspection} draft={draft} change={change} />}
              <Trial draft={draft} />
              <ActBar upload={upload} draft={draft} files={sent.done} nothing={read.length === 0} waiting={query.isFetching} remove={remove} />
            </>
          );
        }}
      </Load>
    </div>
  );
}
