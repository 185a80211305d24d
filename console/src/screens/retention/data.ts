// What the server says of retention. Keys begin with "retention".
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api, ok } from "@/app/api";
import type { Retention as Told } from "@/app/types";
import { useSourceName } from "@/app/useSourceName";
import { type Asked, cohortsFrom, type View } from "./model/view";

const AREA = "retention";
const PAGE = 100;
const AGES = 12;

const how = ({ dormant, basis }: View) => ({ dormant_days: dormant, basis });
const days = ({ from, to }: View) => ({ ...(from && { from }), ...(to && { to }) });

export function useRetention(view: View) {
  const sourceName = useSourceName();
  const query = { ...how(view), ...days(view), period: view.period, slice: view.slice };
  return useQuery({
    queryKey: [AREA, "flows", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.GET("/api/v1/retention", { signal, params: { query } })),
    select: useCallback(<T extends { retention: Told }>(told: T): T => (told.retention.dimension === "source" ? calledBy(told, sourceName) : told), [sourceName]),
  });
}

/** Sources are told by their codes. */
function calledBy<T extends { retention: Told }>(told: T, nameOf: (source: string) => string): T {
  const slices = told.retention.slices.map((line) => ({ ...line, name: line.name && nameOf(line.name) }));
  return { ...told, retention: { ...told.retention, slices } };
}

/** The newest twelve cohorts before `last`. Of a source or follower only theirs; other slices have no cohorts of their own. */
export function useCohorts(view: View, last: string) {
  const own = view.key !== null && cohortsOwn(view) ? { slice: view.slice, key: view.key } : {};
  const query = { ...how(view), ...own, from: cohortsFrom(last, view.cohorts), to: last, period: view.cohorts, ages: AGES };
  return useQuery({
    queryKey: [AREA, "cohorts", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.GET("/api/v1/retention/cohorts", { signal, params: { query } })),
  });
}

export function cohortsOwn({ slice }: Pick<View, "slice">): boolean {
  return slice === "source" || slice === "staff";
}

/** The names behind a number; `first` and `last`: the screen's days, where the number has none of its own. */
export function useNames(view: View, asked: Asked, first: string, last: string) {
  const query = {
    ...how(view), cell: asked.cell, period: view.period, from: asked.first ?? first, to: asked.last ?? last, limit: PAGE,
    ...(asked.key !== null && { slice: view.slice, key: asked.key }),
  };
  return useInfiniteQuery({
    queryKey: [AREA, "names", query],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      ok(api.GET("/api/v1/retention/customers", { signal, params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}
