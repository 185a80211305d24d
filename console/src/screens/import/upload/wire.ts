// One piece of a file on its way: XMLHttpRequest, because fetch tells nobody how much has gone.
import { api, csrfHeader, ok } from "@/app/api";
import { ApiProblem, toProblem } from "@/app/problem";
import { reached } from "@/app/reach";
import type { UploadView } from "@/app/types";

const SILENT_MS = 30_000; // a connection that moves nothing for so long is dead

export interface Piece {
  upload: number;
  path: string;
  size: number;
  offset: number;
  body: Blob;
  /** Bytes of this piece that have gone so far. */
  onGone: (bytes: number) => void;
  signal: AbortSignal;
}

/** What an upload needs of the server. */
export interface Wire {
  begin: () => Promise<number>;
  /** How much of the file the server has then. */
  put: (piece: Piece) => Promise<number>;
  drop: (upload: number) => Promise<void>;
}

export const wire: Wire = {
  begin: async () => (await ok(api.POST("/api/v1/uploads"))).id,
  put,
  drop: async (upload) => void (await ok(api.DELETE("/api/v1/uploads/{upload_id}", at(upload)))),
};

const at = (upload_id: number) => ({ params: { path: { upload_id } } });

export const lookAt = (upload: number): Promise<UploadView> => ok(api.GET("/api/v1/uploads/{upload_id}", at(upload)));

function put({ upload, path, size, offset, body, onGone, signal }: Piece): Promise<number> {
  return new Promise((give, fail) => {
    const request = new XMLHttpRequest();
    let silence: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENT_MS);
    };
    const stop = () => request.abort();
    request.open("PUT", `/api/v1/uploads/${upload}/file?${new URLSearchParams({ path, size: `${size}`, offset: `${offset}` })}`);
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { heard(); onGone(event.loaded); };
    request.onloadend = () => {
      clearTimeout(silence);
      signal.removeEventListener("abort", stop);
      const said = parsed(request.responseText);
      if (request.status !== 0) reached(true);
      else if (!signal.aborted) reached(false);
      if (request.status === 200) give((said as { received: number }).received);
      else fail(request.status === 0 ? new ApiProblem(0, "unreachable") : toProblem(request.status, said, request.getResponseHeader("X-Request-Id")));
    };
    signal.addEventListener("abort", stop);
    heard();
    request.send(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
