import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { t } from "@/i18n";
import { EmptyState, Load } from "@/ui";
import { historyQuery } from "../data";
import { Runs } from "./Runs";

/** All imports, also those that were taken back. */
export function History({ may }: { may: boolean }) {
  const query = useInfiniteQuery(historyQuery);
  return (
    <section className="stack im-history" aria-labelledby="im-history">
      <h2 id="im-history">{t("ui.import.history")}</h2>
      <Load query={query} what={t("ui.import.history.failed")}>
        {({ pages }) => {
          const runs = pages.flatMap((page) => page.items);
          if (runs.length === 0) return <EmptyState kind="never" compact title={t("ui.import.history.none")} text={t(may ? "ui.import.history.none.text" : "ui.import.history.none.ask")} />;
          return <Runs runs={runs} />;
        }}
      </Load>
      {query.hasNextPage && (
        <div className="more"><Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("ui.act.more")}</Button></div>
      )}
    </section>
  );
}
