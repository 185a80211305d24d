// 客户属性: what a tenant keeps of its customers, by type. A code and a type are for good: facts and rules name them.
import { useMutation, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api, ok } from "@/app/api";
import { useCommands } from "@/app/commands";
import type { AttributeDefinition } from "@/app/types";
import { named, t } from "@/i18n";
import { type Column, ConfirmAct, DataTable, EmptyState, Icon, Load, Menu, Page, Pill, Skeleton, toast } from "@/ui";
import { attributesQuery } from "../customers/data";
import { AttributeForm } from "./AttributeForm";
import { attributeName } from "./words";
import "../checkup/checkup.css";
import "./attributes.css";

const patch = (code: string, body: { archived?: boolean; position?: number }) =>
  ok(api.PATCH("/api/v1/attributes/{code}", { params: { path: { code } }, body }));

export default function AttributesScreen() {
  const list = useQuery(attributesQuery);
  const [edited, setEdited] = useState<AttributeDefinition | "new">();
  const [gone, setGone] = useState<AttributeDefinition>();
  const restore = useMutation({ meta: { touches: ["attributes"] }, mutationFn: (one: AttributeDefinition) => patch(one.code, { archived: false }) });
  useCommands([{ id: "act:attribute", kind: "act", label: t("ui.attributes.add"), words: t("ui.nav.attributes.words"), run: () => setEdited("new") }]);
  const columns: Column<AttributeDefinition>[] = [
    { key: "name", label: t("ui.attributes.name"), head: true, render: (one) => <span className="row">{attributeName(one)} <code className="muted">{one.code}</code></span> },
    { key: "type", label: t("ui.attributes.type"), render: (one) => named("ui.attributes.type", one.type) },
    { key: "choices", label: t("ui.attributes.choices"), render: (one) => <span className="at-choices" title={one.choices.join(t("table.comma"))}>{one.choices.join(t("table.comma")) || "–"}</span> },
    {
      key: "marks", label: t("ui.attributes.marks"),
      render: (one) => (
        <span className="row">
          {one.sensitive && <Pill tone="fading">{t("ui.attributes.sensitive")}</Pill>}
          {one.reserved && <Pill tone="brand">{t("ui.attributes.reserved")}</Pill>}
          {one.archived_at !== null && <Pill tone="dead">{t("ui.attributes.archived")}</Pill>}
          {!one.sensitive && !one.reserved && one.archived_at === null && "–"}
        </span>
      ),
    },
    {
      key: "acts", label: t("ui.users.acts"), acts: true, width: 56,
      render: (one) => (
        <Menu align="end" label={t("ui.users.acts.of", { name: attributeName(one) })} trigger={<Icon name="more" />} items={
          one.archived_at !== null ? [{ id: "restore", label: t("ui.attributes.restore"), run: () => restore.mutate(one) }]
            : [{ id: "edit", label: t("ui.attributes.edit"), run: () => setEdited(one) }, null, { id: "remove", label: t("ui.attributes.remove"), danger: true, run: () => setGone(one) }]
        } />
      ),
    },
  ];
  const add = <Button type="primary" onClick={() => setEdited("new")}>{t("ui.attributes.add")}</Button>;
  return (
    <Page title={t("ui.nav.attributes")} note={t("ui.attributes.note")} actions={list.data?.length ? add : undefined}>
      <Load query={list} what={t("ui.attributes.failed")} skeleton={<div className="data-wrap"><Skeleton rows={6} /></div>}>
        {(items) => items.length
          ? <DataTable caption={t("ui.nav.attributes")} columns={columns} rows={items} rowKey={(one) => one.code} dim={(one) => one.archived_at !== null} />
          : <EmptyState kind="never" title={t("ui.attributes.none")} text={t("ui.attributes.none.text")} action={add} />}
      </Load>
      {edited && <AttributeForm attribute={edited === "new" ? undefined : edited} last={list.data ?? []} onClose={() => setEdited(undefined)} />}
      {gone && <Remove attribute={gone} onClose={() => setGone(undefined)} onDone={() => void list.refetch()} />}
    </Page>
  );
}

/** Gone where nothing needs it; where values or rules do, out of sight only: then it may come back. */
function Remove({ attribute, onClose, onDone }: { attribute: AttributeDefinition; onClose: () => void; onDone: () => void }) {
  const name = attributeName(attribute);
  const run = async () => {
    const { archived } = await ok(api.DELETE("/api/v1/attributes/{code}", { params: { path: { code: attribute.code } } }));
    onDone();
    if (archived) setTimeout(() => toast({ text: t("ui.attributes.kept", { name }) }));
  };
  return (
    <ConfirmAct open danger onClose={onClose} title={t("ui.attributes.remove.title", { name })} act={t("ui.attributes.remove")} done={t("ui.attributes.removed", { name })}
      undoHint={t("ui.attributes.remove.hint")} run={run}>
      <p>{t("ui.attributes.remove.text")}</p>
    </ConfirmAct>
  );
}
