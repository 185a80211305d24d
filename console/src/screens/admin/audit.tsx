import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { Fragment, useState } from "react";
import { useSearchParams } from "react-router";
import { api, ok } from "@/app/api";
import { useCan } from "@/app/session";
import type { AuditEntry } from "@/app/types";
import { keysOf, named, t, tk } from "@/i18n";
import { instant } from "@/i18n/format";
import { type Column, DataTable, EmptyState, Load, Page, Skeleton } from "@/ui";

const LIMIT = 50;

/** Who did what, when, from where, and what it changed. Filters live in the URL. */
export default function Audit() {
  const [params, setParams] = useSearchParams();
  const [open, setOpen] = useState<number>();
  const act = params.get("act") ?? "";
  const user = params.get("user") ?? "";
  const subject = params.get("subject") ?? "";
  const filtered = act !== "" || user !== "" || subject !== "";
  const set = (name: string, value: string) =>
    setParams((old) => {
      const next = new URLSearchParams(old);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    }, { replace: true });

  const log = useInfiniteQuery({
    queryKey: ["audit", act, user, subject],
    queryFn: ({ pageParam, signal }: { pageParam: string | undefined; signal: AbortSignal }) => ok(api.GET("/api/v1/audit", { signal, params: { query: {
      limit: LIMIT,
      ...(pageParam ? { cursor: pageParam } : {}), ...(act ? { act } : {}),
      ...(user ? { user_id: Number(user) } : {}), ...(subject ? { subject } : {}),
    } } })),
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const columns: Column<AuditEntry>[] = [
    { key: "act", label: t("ui.audit.act"), head: true, render: (entry) => named("act", entry.act) },
    { key: "subject", label: t("ui.audit.subject"), render: (entry) => <Subject entry={entry} /> },
    { key: "who", label: t("ui.audit.who"), render: (entry) => entry.user_name || t("ui.audit.nobody") },
    { key: "when", label: t("ui.audit.when"), render: (entry) => instant(entry.happened_at) },
    { key: "from", label: t("ui.audit.from"), render: (entry) => entry.address || "–" },
    {
      key: "more", label: t("ui.audit.more"), acts: true,
      render: (entry) => hasMore(entry) && (
        <Button size="small" aria-expanded={open === entry.id} onClick={() => setOpen(open === entry.id ? undefined : entry.id)}>
          {open === entry.id ? t("ui.audit.less") : t("ui.audit.more")}
        </Button>
      ),
    },
  ];
  return (
    <Page title={t("ui.nav.audit")} note={t("ui.audit.note")}>
      <div className="row">
        <Select className="filter" allowClear showSearch value={act || undefined} placeholder={t("ui.audit.any_act")} aria-label={t("ui.audit.act")}
          options={keysOf("act.").map((key) => ({ value: key.slice(4), label: tk(key) }))} onChange={(value?: string) => set("act", value ?? "")} />
        <Who value={user} onChange={(value) => set("user", value)} />
        {subject && <Button onClick={() => set("subject", "")}>{t("ui.audit.subject_is", { subject })} ×</Button>}
        {filtered && <Button type="text" onClick={() => setParams({}, { replace: true })}>{t("ui.act.clear")}</Button>}
      </div>
      <Load query={log} what={t("ui.audit.failed")} skeleton={<div className="data-wrap"><Skeleton rows={10} /></div>}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.items);
          if (!rows.length) {
            return filtered
              ? <EmptyState kind="nothing" title={t("ui.audit.nothing")} action={<Button onClick={() => setParams({}, { replace: true })}>{t("ui.act.clear")}</Button>} />
              : <EmptyState kind="never" title={t("ui.audit.none")} text={t("ui.audit.none.text")} />;
          }
          return (
            <>
              <DataTable caption={t("ui.nav.audit")} columns={columns} rows={rows} rowKey={(entry) => entry.id}
                detail={(entry) => open === entry.id && <Detail entry={entry} />} />
              {log.hasNextPage && <div className="more"><Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
            </>
          );
        }}
      </Load>
    </Page>
  );
}

function Who({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const may = useCan("users.manage");
  const users = useQuery({ queryKey: ["users"], enabled: may, queryFn: async () => (await ok(api.GET("/api/v1/users"))).items });
  if (!may) return null;
  return (
    <Select className="filter" allowClear showSearch={{ optionFilterProp: "label" }} value={value || undefined} placeholder={t("ui.audit.anybody")}
      aria-label={t("ui.audit.who")} loading={users.isPending} onChange={(next?: string) => onChange(next ?? "")}
      options={(users.data ?? []).map((one) => ({ value: String(one.id), label: one.name || one.login }))} />
  );
}

function Subject({ entry }: { entry: AuditEntry }) {
  if (!entry.subject_kind) return <>–</>;
  return <span>{named("ui.subject", entry.subject_kind)} <span className="muted">{entry.subject_id}</span></span>;
}

const hasMore = (entry: AuditEntry) => entry.reason !== "" || entry.before !== null || entry.after !== null;

type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : value === null || value === undefined ? {} : { "": value };

const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What changed, field by field; a value that only stands on one side has no arrow. */
function Detail({ entry }: { entry: AuditEntry }) {
  const before = fields(entry.before);
  const after = fields(entry.after);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return (
    <div className="audit-detail">
      {entry.reason && <p>{t("ui.audit.reason", { reason: entry.reason })}</p>}
      <dl className="facts">
        {names.map((name) => (
          <Fragment key={name}>
            <dt><code>{name}</code></dt>
            <dd>
              {name in before && <><span className="hidden-text">{t("ui.audit.before")}</span><code className={name in after ? "audit-old" : ""}>{written(before[name])}</code></>}
              {name in before && name in after && <span aria-hidden="true"> → </span>}
              {name in after && <><span className="hidden-text">{t("ui.audit.after")}</span><code>{written(after[name])}</code></>}
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
