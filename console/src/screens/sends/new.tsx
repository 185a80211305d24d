// /sends/new and /sends/:id/edit: a message, or (?kind=moment) a Moment, to be written.
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import type { SendDoors } from "@/app/types";
import { t } from "@/i18n";
import { EmptyState, Load, Page, Skeleton } from "@/ui";
import { doorsQuery, useSend } from "./data";
import { Form } from "./Form";
import "./sends.css";

export default function Compose() {
  const { id } = useParams();
  const [address] = useSearchParams();
  const doors = useQuery(doorsQuery);
  const kind = address.get("kind") === "moment" ? "moment" : "message";
  return (
    <Page title={t(kind === "moment" ? "ui.sends.moment.new" : "ui.sends.new")}>
      <Load query={doors} what={t("ui.sends.failed")} skeleton={<div className="card"><Skeleton rows={6} height={320} /></div>}>
        {(told) => (told.items.length === 0
          ? <EmptyState kind="never" title={t("ui.sends.door.none")} />
          : id ? <Old id={Number(id)} doors={told} /> : <Form key={kind} doors={told} kind={kind} />)}
      </Load>
    </Page>
  );
}

function Old({ id, doors }: { id: number; doors: SendDoors }) {
  return <Load query={useSend(id)} what={t("ui.sends.one.failed")}>{(old) => <Form doors={doors} kind={old.row.kind} old={old} />}</Load>;
}
