// Removing a connection: what goes with it, what waits for it, what is lost.
import { useNavigate } from "react-router";
import type { ConnectionView } from "@/app/types";
import { t } from "@/i18n";
import { ConfirmAct, ErrorState, Skeleton } from "@/ui";
import { remove, useHanging } from "./data";

const WAITS = ["codes", "messages", "moments", "handovers"] as const;

export function Remove({ one, again, onClose }: { one: ConnectionView; again: () => Promise<unknown>; onClose: () => void }) {
  const navigate = useNavigate();
  const hanging = useHanging(one.id);
  const told = hanging.data;
  const waits = told ? WAITS.filter((what) => told[what] > 0) : [];
  return (
    <ConfirmAct open danger onClose={onClose} title={t("ui.connections.remove.title", { name: one.name })} act={t("ui.connections.remove")}
      disabled={!told} done={t("ui.connections.remove.done", { name: one.name })} undoHint={t("ui.connections.remove.undo")}
      run={async () => { await remove(one.id); void navigate("/settings/connections"); await again(); }}>
      <p>{t("ui.connections.remove.text")}</p>
      {hanging.error ? <ErrorState error={hanging.error} what={t("ui.connections.hanging.failed")} retry={() => void hanging.refetch()} /> : null}
      {!told && !hanging.error && <Skeleton rows={2} height={64} />}
      {waits.length > 0 && told && (
        <>
          <p>{t("ui.connections.hanging")}</p>
          <ul>{waits.map((what) => <li key={what}>{t(`ui.connections.hanging.${what}`, { n: told[what] })}</li>)}</ul>
          <p>{t("ui.connections.hanging.again")}</p>
        </>
      )}
      {told && told.tag_groups > 0 && <p>{t("ui.connections.hanging.tag_groups", { n: told.tag_groups })}</p>}
    </ConfirmAct>
  );
}
