// Sends: what the API answers, and the acts on one.
import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, csrfHeader, ok } from "@/app/api";
import { ApiProblem, toProblem } from "@/app/problem";
import type { MomentReaction, SendAccount, SendDraft, SendUpload } from "@/app/types";

const path = (send_id: number) => ({ params: { path: { send_id } } });

export function useSends() {
  return useInfiniteQuery({
    queryKey: ["sends", "list"],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ signal, pageParam }) => ok(api.GET("/api/v1/sends", { params: { query: { limit: 50, ...(pageParam ? { before: pageParam } : {}) } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export const doorsQuery = queryOptions({
  queryKey: ["sends", "doors"],
  queryFn: ({ signal }) => ok(api.GET("/api/v1/sends/doors", { signal })),
});

/** While it is under way, jobs move it. */
export function useSend(id: number) {
  return useQuery({
    queryKey: ["sends", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/sends/{send_id}", { ...path(id), signal })),
    refetchInterval: (query) => (query.state.data && ["running", "cancelling"].includes(query.state.data.row.state) ? 10_000 : false),
  });
}

export function useAccount(id: number, turn: number) {
  return useQuery({
    queryKey: ["send-account", id, turn], // not below "sends": confirmed, it has none any more
    queryFn: ({ signal }) => ok(api.POST("/api/v1/sends/{send_id}/account", { ...path(id), signal })),
    staleTime: 30_000,
  });
}

export function useRecipients(id: number, how: string) {
  return useInfiniteQuery({
    queryKey: ["sends", id, "recipients", how],
    initialPageParam: "0",
    queryFn: ({ signal, pageParam }) =>
      ok(api.GET("/api/v1/sends/{send_id}/recipients", { params: { path: { send_id: id }, query: { limit: 100, after: Number(pageParam), ...(how ? { how } : {}) } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export type ReactionKind = MomentReaction["what"];

/** Of a Moment; jobs read it anew while it is young. */
export function useFeed(id: number) {
  return useQuery({
    queryKey: ["sends", id, "feed"],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/sends/{send_id}/feed", { ...path(id), signal })),
    refetchInterval: 30_000,
  });
}

export function useReactions(id: number, what: ReactionKind | "") {
  return useInfiniteQuery({
    queryKey: ["sends", id, "reactions", what],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) =>
      ok(api.GET("/api/v1/sends/{send_id}/reactions", { params: { path: { send_id: id }, query: { limit: 50, skip: pageParam, ...(what ? { what } : {}) } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** Who can publish a Moment through a connection, and the platform's tags. */
export const choicesQuery = (connection_id: number) =>
  queryOptions({
    queryKey: ["sends", "doors", connection_id, "moments"],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/sends/doors/{connection_id}/moments", { params: { path: { connection_id } }, signal })),
  });

/** A file as it is: the server tells by its content what it is, and keeps the same one once. */
export async function upload(file: File): Promise<SendUpload> {
  const asked = `/api/v1/send-uploads?${new URLSearchParams({ name: file.name.slice(0, 200) || "file" })}`;
  let answer: Response;
  try {
    answer = await fetch(asked, { method: "POST", body: file, headers: { ...csrfHeader(), "Content-Type": "application/octet-stream" } });
  } catch {
    throw new ApiProblem(0, "unreachable");
  }
  const said: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw toProblem(answer.status, said, answer.headers.get("X-Request-Id"));
  return said as SendUpload;
}

export const create = (draft: SendDraft) => ok(api.POST("/api/v1/sends", { body: draft }));
export const change = (id: number, turn: number, draft: SendDraft) =>
  ok(api.PUT("/api/v1/sends/{send_id}", { params: { path: { send_id: id }, query: { turn } }, body: draft }));
export const remove = (id: number) => ok(api.DELETE("/api/v1/sends/{send_id}", path(id)));
export const confirm = (id: number, turn: number, account: SendAccount) =>
  ok(api.POST("/api/v1/sends/{send_id}/confirm", { ...path(id), body: { turn, digest: account.digest } }));
export const cancel = (id: number) => ok(api.POST("/api/v1/sends/{send_id}/cancel", path(id)));
export const remind = (id: number) => ok(api.POST("/api/v1/sends/{send_id}/remind", path(id)));
