// What went wrong, as the API says it (RFC 9457): a code and its numbers. The sentence comes from our own catalogue.
import { named, t, tk, has, type Params } from "@/i18n";

export interface Place {
  at: string;
  code: string;
  params: Params;
}

/** `status` 0: no answer came at all (server down, connection cut). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly params: Params;
  readonly errors: Place[];
  readonly requestId: string;

  constructor(status: number, code: string, params: Params = {}, errors: Place[] = [], requestId = "") {
    super(`${status} ${code}`);
    this.name = "ApiProblem";
    this.status = status;
    this.code = code;
    this.params = params;
    this.errors = errors;
    this.requestId = requestId;
  }
}

interface ProblemBody {
  code?: string;
  params?: Params;
  errors?: Place[];
  request_id?: string;
}

/** A response that is not 2xx; also one that some proxy before the server wrote. */
export function toProblem(status: number, body: unknown, requestId: string | null): ApiProblem {
  const said: ProblemBody = typeof body === "object" && body !== null ? body : {};
  const code = said.code ?? (status === 401 ? "not_signed_in" : status >= 502 ? "unreachable" : "unexpected");
  return new ApiProblem(status, code, said.params, said.errors, said.request_id || requestId || "");
}

/** One sentence for a person. */
export function sentence(error: unknown): string {
  if (!(error instanceof ApiProblem)) return t("ui.error.ours");
  if (error.status === 0 || error.code === "unreachable") return t("ui.error.unreachable");
  const params = spoken(error);
  return tk(`error.${error.code}`, params, t("ui.error.code", { code: named("error", error.code, params) }));
}

/** What an error names by a code of ours, and where the words for it are. */
const NAMED: Record<string, [string, string]> = { not_found: ["what", "what"], connection_field: ["field", "field.connection"], sync_stopped: ["kind", "connection.sync"] };

function spoken({ code, params }: ApiProblem): Params {
  const [name, area] = NAMED[code] ?? [];
  const told = name === undefined ? undefined : params[name];
  return name === undefined || told === undefined ? params : { ...params, [name]: named(area ?? "", String(told)) };
}

/** What is still true after an act failed: refused is certain, no answer is not. */
export function aftermath(error: unknown): string {
  const certain = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
  return certain ? t("ui.error.kept") : t("ui.error.unsure");
}

/** The sentence about one field of a form: `at` is the input's name. */
export function placed(error: unknown, at: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const place = error.errors.find((one) => one.at === at || one.at.endsWith(`.${at}`));
  if (!place) return undefined;
  return has(`error.${place.code}`) ? tk(`error.${place.code}`, place.params) : t("ui.error.field");
}

export function isProblem(error: unknown, code: string): error is ApiProblem {
  return error instanceof ApiProblem && error.code === code;
}
