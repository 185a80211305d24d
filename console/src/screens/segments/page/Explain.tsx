// Why one customer is in, or isn't: each line of the rule with what was found of them.
import { Select } from "antd";
import { useState } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { api, ok } from "@/app/api";
import { isProblem, sentence as said } from "@/app/problem";
import { t } from "@/i18n";
import { Bone, Icon } from "@/ui";
import { AREA, useExplained, usePaused } from "../data";
import { joined, placeOf, type Rule, sentence, tell, type Telling } from "../model";
import { numbersText } from "../words";

interface ExplainProps {
  /** null: a part is missing. */
  rule: Rule | null;
  told: Telling;
  customer: number;
  choose: (id: number) => void;
}

export function Explain({ rule, told, customer, choose }: ExplainProps) {
  const found = useExplained(rule, customer);
  const verdicts = new Map(found.data?.map((one) => [one.at, one]));
  const whole = verdicts.get("rule");
  return (
    <div className="stack sg-explain">
      <PickCustomer value={customer} choose={choose} />
      {customer > 0 && found.error && <p className="form-error" role="alert">{isProblem(found.error, "not_found") ? t("ui.segments.explain.unseen") : said(found.error)}</p>}
      {customer > 0 && !found.error && !whole && rule && <Bone height={60} />}
      {customer > 0 && !found.error && whole && rule && (
        <>
          <p className={whole.holds ? "sg-holds" : "sg-holds-not"}><Icon name={whole.holds ? "check" : "close"} size={14} /> <strong>{t(whole.holds ? "ui.segments.explain.in" : "ui.segments.explain.out")}</strong> <Link to={`/customers/${customer}`}>{t("ui.segments.explain.open")}</Link></p>
          <Nodes rule={rule} root={rule} path={[]} told={told} verdicts={verdicts} />
        </>
      )}
    </div>
  );
}

interface NodesProps { rule: Rule; root: Rule; path: number[]; told: Telling; verdicts: ReadonlyMap<string, { holds: boolean; numbers: Record<string, number | string | null> }> }

function Nodes({ rule, root, path, told, verdicts }: NodesProps) {
  const group = joined(rule);
  const at = placeOf(root, path);
  const verdict = verdicts.get(at);
  if (!group) {
    const phrase = tell(rule, told);
    // What is turned round has its numbers where the condition itself stands.
    const numbers = verdicts.get(rule.op === "not" ? `${at}.rule` : at)?.numbers ?? {};
    return <Told holds={verdict?.holds} text={phrase ? sentence(phrase) : t("ui.rule.unknown", { op: rule.op })} found={numbersText(numbers, rule, told)} />;
  }
  return (
    <>
      {path.length > 0 && <Told holds={verdict?.holds} text={t(`ui.rule.joint.${group.joint}`)} found="" />}
      <ul className={path.length > 0 ? "sg-told-inner" : undefined}>
        {group.rules.map((one, n) => <li key={n}>{/* eslint-disable-line react/no-array-index-key */}<Nodes rule={one} root={root} path={[...path, n]} told={told} verdicts={verdicts} /></li>)}
      </ul>
    </>
  );
}

function Told({ holds, text, found }: { holds: boolean | undefined; text: string; found: string }) {
  return (
    <div className={`sg-told ${holds ? "sg-holds" : "sg-holds-not"}`}>
      <Icon name={holds ? "check" : "close"} size={13} />
      <span><span className="hidden-text">{t(holds ? "ui.segments.explain.holds" : "ui.segments.explain.holds_not")}</span><span className="sg-told-text">{text}</span>{found && <span className="muted sg-found"> {found}</span>}</span>
    </div>
  );
}

/** Found by name, remark or a phone's last digits, as on the customers' screen. */
function PickCustomer({ value, choose }: { value: number; choose: (id: number) => void }) {
  const [q, setQ] = useState("");
  const asked = usePaused(q.trim(), 250);
  const found = useQuery({
    queryKey: [AREA, "customers", asked],
    enabled: asked !== "",
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/customers", { params: { query: { q: asked, limit: 20 } }, signal }))).items,
  });
  const options = (asked ? (found.data ?? []) : []).map((one) => ({ value: Number(one.id), label: one.name || t("ui.segments.nameless", { id: Number(one.id) }) }));
  const all = value > 0 && !options.some((one) => one.value === value) ? [...options, { value, label: t("ui.segments.nameless", { id: value }) }] : options;
  return (
    <Select size="small" allowClear className="sg-explain-pick" aria-label={t("ui.segments.explain.who")} placeholder={t("ui.segments.explain.who")} value={value || null} options={all}
      showSearch={{ filterOption: false, onSearch: setQ }} loading={found.isFetching} notFoundContent={asked ? (found.isFetching ? t("ui.state.loading") : t("ui.segments.explain.none")) : t("ui.segments.explain.type")}
      onChange={(id?: number | null) => choose(id ?? 0)} />
  );
}
