// Names of sources where a screen shows them: what live codes are called is asked for once.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, ok } from "@/app/api";
import { t } from "@/i18n";
import { sourceName } from "./sources";

const NO_CODES: Readonly<Record<string, string>> = {};

const codesQuery = queryOptions({
  queryKey: ["sources", "names"],
  staleTime: 60_000,
  queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/source-names", { signal }))).live_codes,
});

export function useSourceName(): (source: string) => string {
  const { data = NO_CODES } = useQuery(codesQuery);
  return useCallback((source: string) => sourceName(source, data), [data]);
}

/** Several, one after the other. */
export function useSourceNames(sources: string[], comma = t("table.comma")): string {
  const name = useSourceName();
  return sources.map(name).join(comma);
}
