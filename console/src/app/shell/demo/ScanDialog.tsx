import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, InputNumber, Select } from "antd";
import { type FormEvent, useId, useState } from "react";
import { Link } from "react-router";
import { api, ok } from "@/app/api";
import { sentence } from "@/app/problem";
import type { DemoCode, DemoOutcomes } from "@/app/types";
import { named, t } from "@/i18n";
import { number } from "@/i18n/format";
import { Dialog } from "@/ui/Dialog";
import { EmptyState, Load, Skeleton } from "@/ui/states";
import { codesQuery } from "./data";

const MOST = 1_000;

/** People scan a live code: how many, and how many of them are friends already. */
export function ScanDialog({ onClose }: { onClose: () => void }) {
  const form = useId();
  const codes = useQuery(codesQuery);
  const [chosen, setChosen] = useState<string>();
  const [people, setPeople] = useState(1);
  const [friends, setFriends] = useState(0);
  const code = codes.data?.find((one) => one.config_id === chosen) ?? codes.data?.[0];
  const scan = useMutation({
    meta: { quiet: true },
    mutationFn: (config_id: string) => ok(api.POST("/api/v1/demo/scan", { body: { config_id, people, friends } })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code) scan.mutate(code.config_id);
  };
  return (
    <Dialog open onClose={onClose} title={t("ui.demo.scan")} footer={
      <>
        <span className="spread" />
        <Button onClick={onClose}>{t("ui.act.close")}</Button>
        {codes.data?.length !== 0 && (
          <Button type="primary" htmlType="submit" form={form} loading={scan.isPending} disabled={!code}>{t("ui.demo.scan.act", { n: number(people) })}</Button>
        )}
      </>
    }>
      <Load query={codes} skeleton={<Skeleton rows={3} />}>
        {(list) => list.length === 0
          ? <EmptyState kind="never" compact title={t("ui.demo.scan.none")} text={t("ui.demo.scan.none.text")}
              action={<Link to="/sources" onClick={onClose}>{t("ui.demo.scan.make")}</Link>} />
          : (
            <form id={form} className="form" onSubmit={submit} noValidate>
              <label>
                <span>{t("ui.demo.scan.code")}</span>
                <Select value={code?.config_id} onChange={setChosen} showSearch={{ optionFilterProp: "label" }}
                  options={list.map((one) => ({ value: one.config_id, label: label(one) }))} />
              </label>
              <div className="demo-numbers">
                <label>
                  <span>{t("ui.demo.scan.people")}</span>
                  <InputNumber min={1} max={MOST} precision={0} value={people} onChange={(n) => setPeople(n ?? 1)} />
                </label>
                <label>
                  <span>{t(code?.kind === "group" ? "ui.demo.scan.inside" : "ui.demo.scan.friends")}</span>
                  <InputNumber min={0} max={people} precision={0} value={Math.min(friends, people)} onChange={(n) => setFriends(n ?? 0)} />
                </label>
              </div>
              {scan.isPending && people > 1 && <p className="muted" role="status">{t("ui.demo.scan.coming")}</p>}
              {scan.error && <p className="form-error" role="alert">{sentence(scan.error)}</p>}
              {scan.data && !scan.isPending && <Outcome done={scan.data} />}
            </form>
          )}
      </Load>
    </Dialog>
  );
}

function Outcome({ done }: { done: DemoOutcomes }) {
  return (
    <p className="demo-outcome" role="status">
      {t("ui.demo.scan.done")} {Object.entries(done.outcomes).map(([code, n]) => t("ui.demo.scan.some", { n: number(n), what: named("demo.outcome", code) })).join(t("ui.demo.scan.and"))}
    </p>
  );
}

function label(code: DemoCode): string {
  const name = code.remark || code.state || t("ui.demo.scan.plain");
  return t(code.kind === "group" ? "ui.demo.scan.to_group" : "ui.demo.scan.to_staff", { name, n: number(code.behind) });
}
