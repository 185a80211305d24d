// The one way to the server: `await ok(api.GET("/api/v1/checkup", {…}))`. Errors are ApiProblem, always.
import createClient, { type Middleware } from "openapi-fetch";
import { ApiProblem, toProblem } from "./problem";
import { reached } from "./reach";
import type { paths } from "./schema";

let csrf = "";

/** Learnt from the session; also for uploads, which send raw bytes with their own fetch. */
export function setCsrf(token: string): void {
  csrf = token;
}

export function csrfHeader(): Record<string, string> {
  return csrf ? { "X-CSRF-Token": csrf } : {};
}

/** crypto.randomUUID exists under https and localhost only; a server in the office has neither. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const headers: Middleware = {
  onRequest({ request }) {
    if (request.method === "GET") return;
    if (csrf) request.headers.set("X-CSRF-Token", csrf);
    if (request.method === "POST") request.headers.set("Idempotency-Key", newKey());
  },
};

/** A post that got no answer is sent once more, with the same key: the server does it once. */
async function send(request: Request): Promise<Response> {
  const again = request.method === "POST" ? request.clone() : undefined;
  try {
    return await answered(request);
  } catch (error) {
    if (!again || request.signal.aborted) throw error;
    await new Promise((later) => setTimeout(later, 800));
    return answered(again);
  }
}

async function answered(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    reached(true);
    return response;
  } catch (error) {
    if (!request.signal.aborted) reached(false);
    throw error;
  }
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send, credentials: "same-origin" });
api.use(headers);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer, or an ApiProblem thrown. */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, "unreachable");
  }
  const { response } = answer;
  if (response.ok) return answer.data as T;
  throw toProblem(response.status, answer.error, response.headers.get("X-Request-Id"));
}

/** All pages of a cursor-paged list. */
export async function allPages<T>(page: (cursor?: string) => Promise<{ items: T[]; next?: string | null }>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const part = await page(cursor);
    items.push(...part.items);
    cursor = part.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
