// A new group for a segment's people: no platform lets software make one, so one of the staff is asked for it.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Input, Select } from "antd";
import { useRef, useState } from "react";
import { api, ok } from "@/app/api";
import { useSession } from "@/app/session";
import type { SegmentRow, TaskView } from "@/app/types";
import { t } from "@/i18n";
import { clock, number } from "@/i18n/format";
import { day } from "@/screens/checkup/numbers";
import { asked } from "@/screens/checkup/acts/calls";
import { dayAfter, dayIn, instantOf } from "@/screens/today/model/times";
import { ConfirmAct, ErrorState } from "@/ui";
import { AREA, usePaused } from "../data";

const REASON = 1000;
const NAME = 60;
const LAST_DAY = 89; // of the ninety that the server takes
const DAYS = 3; // when no day is chosen
const EVENING = 18;

export function NewGroup({ row, onClose, onAsked }: { row: SegmentRow; onClose: () => void; onAsked: () => void }) {
  const { zone } = useSession();
  const [who, setWho] = useState<number>();
  const [name, setName] = useState(row.name.slice(0, NAME));
  const [reason, setReason] = useState("");
  const [due, setDue] = useState("");
  const made = useRef<TaskView | null>(null);
  const today = dayIn(clock(), zone);
  const run = async () => {
    const body = { staff_id: who ?? 0, name, reason, due_at: due ? instantOf(due, EVENING, zone) : null };
    made.current = (await ok(api.POST("/api/v1/segments/{segment_id}/new-groups", { params: { path: { segment_id: row.id } }, body }))).task ?? null;
    await asked();
    onAsked();
  };
  const told = () => made.current ? t("ui.segments.group.done", { who: made.current.owner_name ?? "" }) : t("ui.segments.group.did");
  return (
    <ConfirmAct open onClose={onClose} width={560} title={t("ui.segments.group.title", { name: row.name })} act={t("ui.segments.group.act")}
      disabled={who === undefined || !name.trim() || !reason.trim()} done={told} undoHint={t("ui.segments.group.undo")} run={run}>
      <div className="form">
        <p className="muted">{t("ui.segments.group.text")}</p>
        <Founder id={row.id} who={who} choose={setWho} />
        <label><span>{t("ui.segments.group.name")}</span><Input maxLength={NAME} value={name} aria-required="true" onChange={(event) => setName(event.target.value)} /></label>
        <label>
          <span>{t("ui.segments.group.reason")}</span>
          <Input.TextArea rows={2} maxLength={REASON} value={reason} aria-required="true" onChange={(event) => setReason(event.target.value)} />
          <small>{t("ui.segments.group.reason.hint")}</small>
        </label>
        <label>
          <span>{t("ui.segments.group.due")}</span>
          <Input type="date" className="sg-due" value={due} min={dayAfter(today, 1)} max={dayAfter(today, LAST_DAY)} onChange={(event) => setDue(event.target.value)} />
          <small>{t("ui.segments.group.due.none", { day: day(dayAfter(today, DAYS)) })}</small>
        </label>
      </div>
    </ConfirmAct>
  );
}

/** Whose customers most of them are comes first: nobody can invite those of others. */
function Founder({ id, who, choose }: { id: number; who: number | undefined; choose: (id: number) => void }) {
  const [q, setQ] = useState("");
  const text = usePaused(q.trim());
  const found = useQuery({
    queryKey: [AREA, "founders", id, text],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/segments/{segment_id}/new-groups/staff", { params: { path: { segment_id: id }, query: { q: text } }, signal }))).items,
  });
  if (found.error) return <ErrorState error={found.error} what={t("ui.segments.group.staff_failed")} retry={() => void found.refetch()} />;
  return (
    <label>
      <span>{t("ui.segments.group.who")}</span>
      <Select value={who} onChange={choose} aria-label={t("ui.segments.group.who")} placeholder={t("ui.segments.group.choose")} loading={found.isFetching}
        showSearch={{ filterOption: false, onSearch: setQ }} notFoundContent={t("ui.segments.group.nobody")}
        options={(found.data ?? []).map((one) => ({ value: one.id, label: t("ui.segments.group.follows", { name: one.name, n: number(one.people) }) }))} />
      <small>{t("ui.segments.group.who.hint")}</small>
    </label>
  );
}
