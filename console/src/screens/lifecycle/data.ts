// What the server says of stages, scores and ties. Keys begin with "lifecycle": an ended run makes them old.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import type { View } from "./model/view";

const days = ({ from, to }: Pick<View, "from" | "to">) => ({ ...(from && { from }), ...(to && { to }) });

export function useLifecycle(view: Pick<View, "from" | "to">) {
  const query = days(view);
  return useQuery({
    queryKey: ["lifecycle", "stages", query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.GET("/api/v1/lifecycle", { signal, params: { query } })),
  });
}

export function useTieFlows(first: string, last: string) {
  return useQuery({
    queryKey: ["lifecycle", "ties", first, last],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => ok(api.GET("/api/v1/lifecycle/ties", { signal, params: { query: { from: first, to: last } } })),
  });
}

export const refresh = () => ok(api.POST("/api/v1/lifecycle/refresh"));
