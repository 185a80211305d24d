// The detail of a group with its states: loading in its final shape, failed, gone.
import { Bone, ErrorState, Skeleton } from "@/ui";
import { isProblem } from "@/app/problem";
import type { GroupRow } from "@/app/types";
import { EmptyState } from "@/ui";
import { t } from "@/i18n";
import type { Ask } from "../acts/useActs";
import { useDetail } from "../data";
import { Detail } from "./Detail";

interface LoadedProps {
  id: string;
  row?: GroupRow | undefined;
  mayAct: boolean;
  ask: Ask;
  onOpen: (id: string) => void;
}

export function Loaded({ id, row, mayAct, ask, onOpen }: LoadedProps) {
  const query = useDetail(id);
  if (query.data) return <Detail detail={query.data} row={row ?? query.data.row} mayAct={mayAct} ask={ask} onOpen={onOpen} />;
  if (isProblem(query.error, "not_found")) return <EmptyState kind="nothing" title={t("ui.checkup.group.gone")} text={t("ui.checkup.group.gone.text")} />;
  if (query.error) return <ErrorState error={query.error} what={t("ui.checkup.group.failed")} retry={() => void query.refetch()} />;
  return (
    <Skeleton height={600}>
      <Bone height={190} />
      <Bone height={150} />
      <Bone height={180} />
      <Bone height={110} />
    </Skeleton>
  );
}
