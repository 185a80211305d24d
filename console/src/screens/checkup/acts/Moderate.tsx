// What no channel does in a group: asked of a person, with the evidence and a deadline.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { api, ok } from "@/app/api";
import { useSession } from "@/app/session";
import type { GroupRow, ModerationAsk, TaskView } from "@/app/types";
import { t } from "@/i18n";
import { clock } from "@/i18n/format";
import { dayAfter, dayIn, instantOf } from "@/screens/today/model/times";
import { ConfirmAct, ErrorState, Skeleton } from "@/ui";
import { day, instant } from "../numbers";
import { moderate } from "./calls";

const REASON = 1000;
const POST = 2000;
const NAME = 60;
const LAST_DAY = 89; // of the ninety that the server takes
const EVENING = 18;

interface ModerateProps {
  action: ModerationAsk["action"];
  row: GroupRow;
  onClose: () => void;
}

export function Moderate({ action, row, onClose }: ModerateProps) {
  const { zone } = useSession();
  const [who, setWho] = useState<{ id: number; name: string } | null>(null);
  const [message, setMessage] = useState<number | null>(null);
  const [reason, setReason] = useState("");
  const [text, setText] = useState("");
  const [due, setDue] = useState("");
  const made = useRef<TaskView | null>(null);
  const ofMember = action === "mute" || action === "kick";
  const today = dayIn(clock(), zone);
  const said = reason.trim() !== "";
  const ready = ofMember ? who !== null && (said || message !== null) : text.trim() !== "" && said;
  const run = async () => {
    const about = ofMember ? { member: who?.id ?? null, message, text: "" } : { member: null, message: null, text };
    made.current = await moderate({ group: row.id, action, reason, ...about, due_at: due ? instantOf(due, EVENING, zone) : null });
  };
  const told = () => made.current ? t("ui.checkup.ask.done", { who: made.current.assignee_name ?? made.current.owner_name ?? t("ui.checkup.nobody") }) : t("ui.checkup.ask.did");
  return (
    <ConfirmAct open onClose={onClose} title={t("ui.checkup.ask.title", { act: t(`ui.checkup.ask.${action}`), name: row.name })} width={560}
      act={t("ui.checkup.ask.act")} disabled={!ready} done={told} undoHint={t("ui.checkup.ask.undo")} run={run}>
      <p className="muted">{t("ui.checkup.ask.person", { owner: row.owner || t("ui.checkup.nobody") })}</p>
      {ofMember && <Members group={row.id} who={who} choose={(one) => { setWho(one); setMessage(null); }} />}
      {ofMember && who && <Messages key={who.id} group={row.id} member={who.id} value={message} choose={setMessage} />}
      {!ofMember && (
        <label className="cu-field">
          <span>{t(action === "rename_group" ? "ui.checkup.ask.name" : "ui.checkup.ask.text")}</span>
          {action === "rename_group"
            ? <input className="cu-input" maxLength={NAME} value={text} onChange={(event) => setText(event.target.value)} aria-required="true" />
            : <textarea className="cu-input" rows={4} maxLength={POST} value={text} onChange={(event) => setText(event.target.value)} aria-required="true" />}
        </label>
      )}
      <label className="cu-field">
        <span>{t("ui.checkup.ask.reason")}</span>
        <textarea className="cu-input" rows={2} maxLength={REASON} value={reason} onChange={(event) => setReason(event.target.value)} />
        <small>{t(ofMember ? "ui.checkup.ask.reason.member" : "ui.checkup.ask.reason.hint")}</small>
      </label>
      <label className="cu-field">
        <span>{t("ui.checkup.ask.due")}</span>
        <input type="date" className="cu-input" value={due} min={dayAfter(today, 1)} max={dayAfter(today, LAST_DAY)} onChange={(event) => setDue(event.target.value)} />
        <small>{t("ui.checkup.ask.due.none", { day: day(dayAfter(today, action === "rename_group" ? 3 : 1)) })}</small>
      </label>
    </ConfirmAct>
  );
}

interface MembersProps {
  group: string;
  who: { id: number; name: string } | null;
  choose: (one: { id: number; name: string }) => void;
}

/** Who is in the group, those who spoke last first. */
function Members({ group, who, choose }: MembersProps) {
  const [q, setQ] = useState("");
  const id = useId();
  const found = useQuery({
    queryKey: ["moderation", "members", group, q.trim()],
    placeholderData: keepPreviousData,
    queryFn: async () => (await ok(api.GET("/api/v1/moderation/members", { params: { query: { group, q: q.trim() } } }))).items,
  });
  return (
    <fieldset className="cu-pick">
      <legend>{t("ui.checkup.ask.who")}</legend>
      <input type="search" className="cu-input" maxLength={100} value={q} aria-label={t("ui.checkup.ask.find")} placeholder={t("ui.checkup.ask.find")}
        onChange={(event) => setQ(event.target.value)} />
      {found.error ? <ErrorState error={found.error} what={t("ui.checkup.ask.members_failed")} retry={() => void found.refetch()} /> : null}
      {!found.data && !found.error && <Skeleton rows={3} height={120} />}
      <div className="cu-pick-list">
        {found.data?.map((one) => (
          <label key={one.id}>
            <input type="radio" name={id} checked={who?.id === one.id} onChange={() => choose({ id: one.id, name: one.name })} />
            <span className="spread ellipsis">{one.name}</span>
            <span className="muted">{one.last_at ? t("ui.checkup.ask.spoke", { at: instant(one.last_at) }) : ""}</span>
          </label>
        ))}
        {found.data?.length === 0 && <p className="muted">{t("ui.checkup.ask.nobody")}</p>}
      </div>
    </fieldset>
  );
}

/** What they said there last: a message is evidence. Nothing is shown where no words are kept. */
function Messages({ group, member, value, choose }: { group: string; member: number; value: number | null; choose: (id: number | null) => void }) {
  const id = useId();
  const found = useQuery({
    queryKey: ["moderation", "messages", group, member],
    queryFn: async () => (await ok(api.GET("/api/v1/moderation/messages", { params: { query: { group, member } } }))).items,
  });
  if (!found.data?.length) return null;
  return (
    <fieldset className="cu-pick">
      <legend>{t("ui.checkup.ask.message")}</legend>
      <div className="cu-pick-list">
        {[null, ...found.data].map((one) => (
          <label key={one?.id ?? 0}>
            <input type="radio" name={id} checked={value === (one?.id ?? null)} onChange={() => choose(one?.id ?? null)} />
            <span className="spread cu-said">{one ? one.text : t("ui.checkup.ask.no_message")}</span>
            <span className="muted">{one ? instant(one.at) : ""}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
