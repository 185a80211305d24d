// 疑似同一人: pairs that weak hints put together. Nothing is merged before a person has looked.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import type { MergeSuggestion } from "@/app/types";
import { named, t } from "@/i18n";
import { ConfirmAct, Def, EmptyState, Load, Page, Skeleton } from "@/ui";
import { answerSuggestion, part } from "./acts/calls";
import { personQuery } from "./data";
import { allAccounts } from "./model/accounts";
import { LIST, personPath } from "./paths";
import { Side } from "./person/Side";
import { nameOf } from "./words";
import "../checkup/checkup.css";
import "./customers.css";
import "./person.css";

export default function SuggestionsScreen() {
  const list = useInfiniteQuery({
    queryKey: ["customers", "suggestions"],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => ok(api.GET("/api/v1/customers/suggestions", { signal, params: { query: pageParam ? { cursor: pageParam } : {} } })),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const [asked, setAsked] = useState<{ pair: MergeSuggestion; accept: boolean }>();
  return (
    <Page title={t("ui.nav.customers.suggestions")} note={t("ui.suggestions.note")} actions={<Link to={LIST}>{t("ui.customers.to_list")}</Link>}>
      <Load query={list} what={t("ui.suggestions.failed")} skeleton={<div className="card"><Skeleton rows={8} height={320} /></div>}>
        {(data) => {
          const pairs = data.pages.flatMap((page) => page.items);
          if (pairs.length === 0) return <EmptyState kind="done" title={t("ui.suggestions.none")} text={t("ui.suggestions.none.text")} />;
          return (
            <ul className="cs-stack">
              {pairs.map((pair) => <Pair key={`${pair.one.id} ${pair.other.id}`} pair={pair} ask={(accept) => setAsked({ pair, accept })} />)}
            </ul>
          );
        }}
      </Load>
      {list.hasNextPage && <div className="more"><Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.act.more")}</Button></div>}
      {asked && <Answer pair={asked.pair} accept={asked.accept} onClose={() => setAsked(undefined)} />}
    </Page>
  );
}

function Pair({ pair, ask }: { pair: MergeSuggestion; ask: (accept: boolean) => void }) {
  return (
    <li className="card cs-pair">
      <header className="cs-section-head">
        <span className="cs-score"><Def k="customer_score">{t("ui.suggestions.score", { n: pair.score })}</Def></span>
        <ul className="cs-evidence">{pair.evidence.map((one) => <li key={`${one.code} ${one.shown}`}>{evidence(one)}</li>)}</ul>
      </header>
      <div className="cs-sides">{[pair.one, pair.other].map((side) => <Link key={side.id} to={personPath(side.id)} className="cs-side-link" aria-label={nameOf(side)}><Side side={side} /></Link>)}</div>
      <div className="cs-pair-acts">
        <Button onClick={() => ask(false)}>{t("ui.suggestions.refuse")}</Button>
        <Button type="primary" onClick={() => ask(true)}>{t("ui.customers.merge.act")}</Button>
      </div>
    </li>
  );
}

function evidence({ code, shown, holders }: MergeSuggestion["evidence"][number]): string {
  return named("ui.suggestions.evidence", code, { shown: shown ?? "", n: holders }).trim();
}

function Answer({ pair, accept, onClose }: { pair: MergeSuggestion; accept: boolean; onClose: () => void }) {
  const { one, other } = pair;
  const names = { one: nameOf(one), other: nameOf(other) };
  // Whose accounts they were is asked before the merge: afterwards nobody could tell them apart.
  const undoing = { accounts: [] as string[], id: one.id };
  const merge = async () => {
    undoing.accounts = allAccounts(await client.fetchQuery(personQuery(other.id)));
    undoing.id = (await answerSuggestion(one.id, other.id, true)).ids[0] ?? one.id;
  };
  if (!accept) {
    return (
      <ConfirmAct open onClose={onClose} title={t("ui.suggestions.refuse.title", names)} act={t("ui.suggestions.refuse")} done={t("ui.suggestions.refuse.done")}
        undoHint={t("ui.suggestions.refuse.hint")} run={() => answerSuggestion(one.id, other.id, false)}>
        <p>{t("ui.suggestions.refuse.text")}</p>
      </ConfirmAct>
    );
  }
  return (
    <ConfirmAct open onClose={onClose} width={640} title={t("ui.suggestions.merge.title", names)} act={t("ui.customers.merge.act")} done={t("ui.customers.merge.done")}
      run={merge} undo={() => part(undoing.id, undoing.accounts)}>
      <div className="cs-sides"><Side side={one} /><Side side={other} /></div>
      <ul className="cs-evidence">{pair.evidence.map((each) => <li key={`${each.code} ${each.shown}`}>{evidence(each)}</li>)}</ul>
      <p>{t("ui.customers.merge.effect")}</p>
    </ConfirmAct>
  );
}
