// Sources and live codes: what the API answers, and the acts on one.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, csrfHeader, ok } from "@/app/api";
import { ApiProblem, toProblem } from "@/app/problem";
import type { CodeDraft, CodeView, NewCode, SourceDraft } from "@/app/types";

const ofSource = (source_id: number) => ({ params: { path: { source_id } } });
const ofCode = (code_id: number) => ({ params: { path: { code_id } } });

/** While the platform makes or takes off a code, somebody waits for it. */
const moving = (codes: CodeView[]) => codes.some((one) => one.unserved === null && (one.state === "making" || one.state === "ending"));

export const boardQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => ok(api.GET("/api/v1/sources", { signal })),
  refetchInterval: (query) => (query.state.data && moving(query.state.data.codes) ? 2_000 : 30_000),
});

export function useCode(id: number) {
  return useQuery({
    queryKey: ["sources", "code", id],
    queryFn: ({ signal }) => ok(api.GET("/api/v1/codes/{code_id}", { ...ofCode(id), signal })),
    refetchInterval: (query) => (query.state.data && moving([query.state.data.code]) ? 2_000 : 15_000),
  });
}

export const addSource = (body: SourceDraft) => ok(api.POST("/api/v1/sources", { body }));
export const changeSource = (id: number, body: SourceDraft) => ok(api.PUT("/api/v1/sources/{source_id}", { ...ofSource(id), body }));
export const endSource = (id: number) => ok(api.POST("/api/v1/sources/{source_id}/end", ofSource(id)));
export const addCode = (body: NewCode) => ok(api.POST("/api/v1/codes", { body }));
export const changeCode = (id: number, body: CodeDraft) => ok(api.PUT("/api/v1/codes/{code_id}", { ...ofCode(id), body }));
export const endCode = (id: number) => ok(api.POST("/api/v1/codes/{code_id}/end", ofCode(id)));
export const makeAgain = (id: number) => ok(api.POST("/api/v1/codes/{code_id}/again", ofCode(id)));
export const calm = (id: number) => ok(api.POST("/api/v1/codes/{code_id}/calm", ofCode(id)));
export const picture = (id: number, kind: "svg" | "png") => `/api/v1/codes/${id}/qr.${kind}${kind === "png" ? "?size=1200" : ""}`;
export const pictureOf = (id: number) => `/api/v1/source-pictures/${id}`;

/** Of a welcome: PNG or JPEG. */
export async function upload(file: File): Promise<{ id: number }> {
  let answer: Response;
  try {
    answer = await fetch("/api/v1/source-pictures", { method: "POST", body: file, headers: { ...csrfHeader(), "Content-Type": "application/octet-stream" } });
  } catch {
    throw new ApiProblem(0, "unreachable");
  }
  const said: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw toProblem(answer.status, said, answer.headers.get("X-Request-Id"));
  return said as { id: number };
}
