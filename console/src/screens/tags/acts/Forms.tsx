import { useMutation } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { sentence } from "@/app/problem";
import type { TagGroupRow, TagRow } from "@/app/types";
import { t } from "@/i18n";
import { Dialog } from "@/ui";
import { changeGroup, changeTag, makeGroup, makeTag } from "../data";
import { daysIn } from "../model/tags";

const LONGEST = 60;

interface FrameProps {
  title: string;
  act: string;
  ready: boolean;
  save: { isPending: boolean; error: unknown; mutate: () => void };
  close: () => void;
  children: ReactNode;
}

function Frame({ title, act, ready, save, close, children }: FrameProps) {
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  return (
    <Dialog open onClose={close} title={title} footer={
      <>
        <span className="spread" />
        <Button onClick={close}>{t("ui.act.back")}</Button>
        <Button type="primary" htmlType="submit" form={form} loading={save.isPending} disabled={!ready}>{act}</Button>
      </>
    }>
      <form id={form} className="form" onSubmit={submit} noValidate>
        {children}
        {save.error ? <p className="form-error" role="alert">{sentence(save.error)}</p> : null}
      </form>
    </Dialog>
  );
}

export function GroupForm({ group, close }: { group: TagGroupRow | undefined; close: () => void }) {
  const [name, setName] = useState(group?.name ?? "");
  const [exclusive, setExclusive] = useState(group?.exclusive ?? false);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: async () => void (await (group ? changeGroup(group.id, { name: name.trim(), exclusive }) : makeGroup(name.trim(), exclusive))),
    onSuccess: close,
  });
  const act = group ? t("ui.act.save") : t("ui.tags.group.new");
  return (
    <Frame title={group ? t("ui.tags.group.edit.title", { name: group.name }) : act} act={act} ready={name.trim() !== ""} save={{ ...save, mutate: () => save.mutate() }} close={close}>
      <label><span>{t("ui.tags.name")}</span><Input maxLength={LONGEST} value={name} onChange={(event) => setName(event.target.value)} /></label>
      <div className="form-field">
        <Checkbox checked={exclusive} onChange={(event) => setExclusive(event.target.checked)}>{t("ui.tags.exclusive")}</Checkbox>
        <small className="muted">{t("ui.define.tag_exclusive")}</small>
      </div>
    </Frame>
  );
}

interface TagFormProps {
  tag: TagRow | undefined;
  group: TagGroupRow | undefined;
  groups: TagGroupRow[];
  close: () => void;
}

export function TagForm({ tag, group, groups, close }: TagFormProps) {
  const [name, setName] = useState(tag?.name ?? "");
  const [in_, setIn] = useState(group?.id ?? groups[0]?.id ?? 0);
  const [days, setDays] = useState(tag?.until_days?.toString() ?? "");
  const [description, setDescription] = useState(tag?.description ?? "");
  const until = daysIn(days);
  const save = useMutation({
    meta: { quiet: true },
    mutationFn: async () => {
      const said = { name: name.trim(), group_id: in_, until_days: until ?? null, description: description.trim() };
      await (tag ? changeTag(tag.id, said) : makeTag(said));
    },
    onSuccess: close,
  });
  const act = tag ? t("ui.act.save") : t("ui.tags.new");
  return (
    <Frame title={tag ? t("ui.tags.edit.title", { name: tag.name }) : act} act={act} ready={name.trim() !== "" && in_ > 0 && until !== undefined}
      save={{ ...save, mutate: () => save.mutate() }} close={close}>
      <label><span>{t("ui.tags.name")}</span><Input maxLength={LONGEST} value={name} onChange={(event) => setName(event.target.value)} />
        {tag && <small className="muted">{t("ui.tags.name.hint")}</small>}</label>
      <label><span>{t("ui.tags.group")}</span>
        <Select value={in_} onChange={setIn} aria-label={t("ui.tags.group")} options={groups.map((one) => ({ value: one.id, label: one.name }))} /></label>
      <label><span>{t("ui.tags.until")}</span>
        <Input inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} suffix={t("ui.tags.until.unit")} />
        <small className={until === undefined ? "form-error" : "muted"}>{t("ui.tags.until.hint")}</small></label>
      <label><span>{t("ui.tags.description")}</span>
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 6 }} value={description} onChange={(event) => setDescription(event.target.value)} /></label>
    </Frame>
  );
}
