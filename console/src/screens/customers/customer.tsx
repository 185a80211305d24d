// The page of one customer: who they are, what to do next, and everything that is known.
import { Button } from "antd";
import { useEffect, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useCommands } from "@/app/commands";
import { useKeys } from "@/app/keys";
import { isProblem } from "@/app/problem";
import { useCan } from "@/app/session";
import type { CustomerView } from "@/app/types";
import { t } from "@/i18n";
import { PHONE, useMedia } from "@/screens/checkup/useMedia";
import { Bone, EmptyState, ErrorState, Icon, Menu, Page, Skeleton } from "@/ui";
import { useActs } from "./acts/useActs";
import { usePerson } from "./data";
import { EXPORT, LIST, personPath } from "./paths";
import { Attributes } from "./person/Attributes";
import { Consents } from "./person/Consents";
import { Contacts } from "./person/Contacts";
import { EraseWindow } from "./person/EraseWindow";
import { Groups } from "./person/Groups";
import { MergeWindow } from "./person/MergeWindow";
import { Needs } from "./person/Needs";
import { NextStep } from "./person/NextStep";
import { Notes } from "./person/Notes";
import { Orders } from "./person/Orders";
import { OwnerWindow } from "./person/OwnerWindow";
import { PartWindow } from "./person/PartWindow";
import { Relations } from "./person/Relations";
import { Activity, Segments, Touches } from "./person/Small";
import { TagList } from "./person/TagList";
import { Timeline } from "./person/Timeline";
import { Who } from "./person/Who";
import { nameOf } from "./words";
import "../checkup/checkup.css";
import "./customers.css";
import "./person.css";

export default function CustomerPage() {
  const { id = "" } = useParams();
  const known = /^[0-9]{1,16}$/.test(id);
  const query = usePerson(id, known);
  const navigate = useNavigate();
  const found = query.data?.id;
  // An id of before a merge: the address becomes that of whom they are now.
  useEffect(() => { if (found !== undefined && found !== id) void navigate(personPath(found), { replace: true }); }, [found, id, navigate]);
  if (query.data) return <Person person={query.data} />;
  return (
    <Page title={t("ui.customers.one")}>
      {!known || isProblem(query.error, "not_found") ? (
        <EmptyState kind="nothing" title={t("ui.customers.gone")} text={t("ui.customers.gone.text")} action={<Link to={LIST}>{t("ui.customers.to_list")}</Link>} />
      ) : query.error ? (
        <ErrorState error={query.error} what={t("ui.customers.one.failed")} retry={() => void query.refetch()} />
      ) : (
        <Skeleton height={700}><Bone height={96} /><Bone height={72} /><Bone height={220} /><Bone height={260} /></Skeleton>
      )}
    </Page>
  );
}

type Window = "merge" | "part" | "owner" | "erase";

function Person({ person }: { person: CustomerView }) {
  const mayEdit = useCan("customers.edit");
  const mayErase = useCan("customers.erase");
  const narrow = useMedia(PHONE);
  const navigate = useNavigate();
  const [open, setOpen] = useState<Window>();
  const [ask, actWindow] = useActs();
  const name = nameOf(person);
  const remarks = [...new Set(person.relations.flatMap((one) => (one.ended_at === null && one.remark ? [one.remark] : [])))];
  const several = person.accounts.length > 1;
  const tag = () => ask("tag", [{ ...person, tags: person.tags.filter((one) => one.staff === null) }]); // a relation's is not theirs
  const note = () => document.getElementById("note-text")?.focus();
  const close = () => setOpen(undefined);
  const group = t("ui.customers.one");
  useKeys([
    { keys: "e", label: t("ui.customers.keys.tag"), group, run: () => { if (mayEdit) tag(); } },
    { keys: "n", label: t("ui.customers.note"), group, run: () => { if (mayEdit) note(); } },
    { keys: "escape", label: t("ui.customers.to_list"), group, run: () => void navigate(LIST) },
  ]);
  useCommands(mayEdit ? [
    { id: "customer:tag", kind: "act", label: t("ui.customers.tag"), run: tag },
    { id: "customer:note", kind: "act", label: t("ui.customers.note"), run: note },
    { id: "customer:merge", kind: "act", label: t("ui.customers.merge"), run: () => setOpen("merge") },
  ] : []);

  const tagAct = mayEdit ? tag : null;
  const main = [<Needs key="needs" needs={person.needs} />, <Orders key="orders" person={person} />];
  const side = [
    <Contacts key="contacts" person={person} onPart={mayEdit && several ? () => setOpen("part") : null} />,
    <TagList key="tags" person={person} onAdd={tagAct} />,
    <Attributes key="attributes" person={person} mayEdit={mayEdit} />,
    <Consents key="consents" person={person} mayEdit={mayEdit} />,
    <Relations key="relations" person={person} mayEdit={mayEdit} />,
    <Groups key="groups" person={person} />,
    <Segments key="segments" segments={person.segments} />,
    <Activity key="activity" activity={person.activity} />,
    <Touches key="touches" touches={person.touches} />,
  ];
  const notes = <Notes key="notes" person={person} mayEdit={mayEdit} />;
  const timeline = <Timeline key="timeline" id={person.id} mayEdit={mayEdit} />;
  const acts = mayEdit && (
    <>
      <Button onClick={note}>{t("ui.customers.note")}</Button>
      <Button type="primary" onClick={tag}>{t("ui.customers.tag")}</Button>
      <Menu align="end" label={t("ui.customers.bulk.more")} trigger={<Icon name="more" />} items={[
        { id: "owner", label: t("ui.customers.owner.change"), run: () => setOpen("owner") },
        null,
        { id: "merge", label: t("ui.customers.merge"), run: () => setOpen("merge") },
        { id: "part", label: t("ui.customers.part"), disabled: !several, run: () => setOpen("part") },
        ...(mayErase ? [
          null,
          { id: "export", label: t("ui.customers.export"), run: () => location.assign(EXPORT(person.id)) },
          { id: "erase", label: t("ui.customers.erase"), danger: true, run: () => setOpen("erase") },
        ] : []),
      ]} />
    </>
  );
  return (
    <Page title={name} note={remarks.length > 0 && t("ui.customers.remark", { remark: remarks.join(t("table.comma")) })} actions={!narrow && acts}>
      <Who person={person} onOwner={mayEdit ? () => setOpen("owner") : null} />
      <NextStep step={person.next_step} />
      {narrow ? <div className="cs-stack">{notes}{side.slice(0, 4)}{main}{side.slice(4)}{timeline}</div> : (
        <div className="cs-columns">
          <div className="cs-stack">{notes}{main}{timeline}</div>
          <div className="cs-stack">{side}</div>
        </div>
      )}
      {narrow && acts && <div className="cs-thumb">{acts}</div>}
      {actWindow}
      {open === "merge" && <MergeWindow person={person} onClose={close} />}
      {open === "part" && <PartWindow person={person} onClose={close} />}
      {open === "erase" && <EraseWindow person={person} onClose={close} />}
      {open === "owner" && <OwnerWindow person={person} onClose={close} />}
    </Page>
  );
}
