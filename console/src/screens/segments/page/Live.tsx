// What the rule finds, while it is written: how many, five of them, whom we can reach, who is elsewhere too.
import { Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import type { RulePreview, SamplePerson } from "@/app/types";
import { t } from "@/i18n";
import { number, percent } from "@/i18n/format";
import { Bone, Def } from "@/ui";
import { calledBy, type Rule, type Telling } from "../model";
import { Explain } from "./Explain";
import { foundText } from "../words";

export interface LiveProps {
  preview: RulePreview | undefined;
  /** New numbers are on their way; those shown are of the rule before. */
  old: boolean;
  /** Why there are none. */
  note: string | null;
  retry: (() => void) | null;
  rule: Rule;
  told: Telling;
  overlap: number[];
  choose: (ids: number[]) => void;
  self: number;
  /** A part of the rule is missing. */
  partial: boolean;
}

export function Live({ preview, old, note, retry, rule, told, overlap, choose, self, partial }: LiveProps) {
  const [customer, setCustomer] = useState(0);
  return (
    <aside className={`sg-live${old ? " sg-old" : ""}`} aria-label={t("ui.segments.live")} aria-busy={old && note === null}>
      <Count preview={preview} old={old} note={note} retry={retry} />
      <section className="card">
        <h2><Def k="segment_people">{t("ui.segments.people")}</Def></h2>
        <People people={preview ? preview.people : note ? null : undefined} rule={rule} told={told} />
      </section>
      <section className="card">
        <h2><Def k="segment_explain">{t("ui.segments.explain")}</Def></h2>
        <Explain rule={partial ? null : rule} told={told} customer={customer} choose={setCustomer} />
      </section>
      <section className="card">
        <h2><Def k="segment_reach">{t("ui.segments.reach")}</Def></h2>
        <Reach preview={preview} none={note !== null} told={told} />
      </section>
      <section className="card">
        <h2><Def k="segment_overlap">{t("ui.segments.overlap")}</Def></h2>
        <Overlap preview={preview} told={told} chosen={overlap} choose={choose} self={self} />
      </section>
    </aside>
  );
}

function Count({ preview, old, note, retry }: Pick<LiveProps, "preview" | "old" | "note" | "retry">) {
  const all = preview?.left?.[0];
  const share = preview?.count != null && all ? preview.count / all : null;
  return (
    <section className="card sg-count">
      <h2><Def k="segment_count">{t("ui.segments.count")}</Def></h2>
      {preview ? (
        <p className="sg-big" aria-live="polite" aria-atomic="true">{preview.count === null ? t("ui.segments.late") : preview.count.toLocaleString("en-US")}
          {share !== null && <span className="sg-of">{t("ui.segments.count.of", { all: number(all), share: percent(share) })}</span>}
        </p>
      ) : !note && <Bone height={40} width={140} />}
      {share !== null && <span className="sg-count-bar" aria-hidden="true"><b style={{ width: `${share * 100}%` }} /></span>}
      <p className={note ? "sg-note" : "muted sg-note"}>
        {note ?? (old ? t("ui.segments.counting") : preview ? t("ui.segments.counted") : t("ui.state.loading"))}
        {retry && <button type="button" className="text-button" onClick={retry}>{t("ui.act.retry")}</button>}
      </p>
    </section>
  );
}

function People({ people, rule, told }: { people: SamplePerson[] | null | undefined; rule: Rule; told: Telling }) {
  if (people === undefined) return <div className="stack"><Bone /><Bone /><Bone /></div>;
  if (people === null) return <p className="muted">–</p>;
  if (people.length === 0) return <p className="muted">{t("ui.segments.people.none")}</p>;
  return (
    <ul className="sg-people">
      {people.map((one) => (
        <li key={one.id}>
          <Link to={`/customers/${one.id}`} className="sg-person">{one.name ?? t("ui.segments.nameless", { id: one.id })}</Link>
          <span className="muted sg-found">{foundText(one, rule, told)}</span>
        </li>
      ))}
    </ul>
  );
}

function Reach({ preview, none, told }: { preview: RulePreview | undefined; none: boolean; told: Telling }) {
  const reach = preview?.reach;
  if (!preview && !none) return <div className="stack"><Bone /><Bone /></div>;
  if (!preview || !reach) return <p className="muted">–</p>;
  const most = Math.max(1, preview.count ?? 0);
  return (
    <ul className="sg-reach">
      {reach.map((one) => (
        <li key={one.channel}>
          <span>{calledBy("channels", one.channel, told.names)}</span>
          <b>{number(one.reachable)}</b>
          <span className="sg-count-bar" aria-hidden="true"><b style={{ width: `${Math.min(100, (100 * one.reachable) / most)}%` }} /></span>
          <span className="muted">{t("ui.segments.reach.line", { having: number(one.having), refused: number(one.refused), agreed: number(one.agreed) })}</span>
        </li>
      ))}
    </ul>
  );
}

function Overlap({ preview, told, chosen, choose, self }: { preview: RulePreview | undefined; told: Telling; chosen: number[]; choose: (ids: number[]) => void; self: number }) {
  const others = told.names.segments.filter((one) => one.id !== self);
  if (others.length === 0) return <p className="muted">{t("ui.segments.overlap.none")}</p>;
  const count = preview?.count ?? 0;
  return (
    <div className="stack sg-overlap">
      <Select mode="multiple" size="small" maxCount={5} aria-label={t("ui.segments.overlap.choose")} placeholder={t("ui.segments.overlap.choose")} value={chosen} onChange={choose}
        showSearch={{ optionFilterProp: "label" }} options={others.map((one) => ({ value: one.id, label: one.name }))} />
      {chosen.length > 0 && (
        <ul className="sg-reach">
          {(preview?.overlap ?? []).filter((one) => chosen.includes(one.segment_id)).map((one) => (
            <li key={one.segment_id}>
              <Link to={`/segments/${one.segment_id}`}>{calledBy("segments", one.segment_id, told.names)}</Link>
              <b>{number(one.both)}</b>
              <span className="sg-count-bar" aria-hidden="true"><b style={{ width: `${count ? (100 * one.both) / count : 0}%` }} /></span>
              <span className="muted">{t("ui.segments.overlap.line", { here: percent(count ? one.both / count : null), there: percent(one.members ? one.both / one.members : null) })}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
