import { Link } from "react-router";
import type { SegmentUse } from "@/app/types";
import { named, t } from "@/i18n";
import { EmptyState, Pill } from "@/ui";

const PATHS: Record<string, (use: SegmentUse) => string> = { segment: (use) => `/segments/${use.id}`, layer: () => "/segments/tags", autotag: () => "/segments/tags" };

/** What asks for this segment: it can't be archived meanwhile. */
export function UsedBy({ uses }: { uses: SegmentUse[] }) {
  if (uses.length === 0) return <EmptyState kind="nothing" title={t("ui.segments.uses.none")} text={t("ui.segments.uses.none.text")} />;
  return (
    <ul className="card sg-uses">
      {uses.map((use) => {
        const path = PATHS[use.kind]?.(use);
        return <li key={use.kind + use.id}><Pill tone="unknown">{named("ui.segments.use", use.kind)}</Pill> {path ? <Link to={path}>{use.name}</Link> : use.name}</li>;
      })}
    </ul>
  );
}
