// Server state lives here only. Keys begin with the area: ["checkup", …], ["tasks", …], ["imports", …], ["jobs"],
// ["status"], ["session"], ["preferences"]; invalidate by that first word.
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { toast } from "@/ui/toast";
import { ApiProblem, sentence } from "./problem";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: Error;
    mutationMeta: { quiet?: boolean; touches?: string[] };
  }
}

function signedOut(error: unknown): void {
  if (error instanceof ApiProblem && error.status === 401 && error.code !== "login_wrong") {
    client.setQueryData(["session"], null);
  }
  if (error instanceof ApiProblem && error.code === "password_change_needed") {
    void client.invalidateQueries({ queryKey: ["session"] });
  }
}

const worthRetry = (count: number, error: unknown) =>
  count < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500);

export const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOut }),
  mutationCache: new MutationCache({
    onError(error, _variables, _before, mutation) {
      signedOut(error);
      if (!mutation.meta?.quiet) toast({ text: sentence(error), tone: "danger" });
    },
    onSuccess(_data, _variables, _before, mutation) {
      for (const area of mutation.meta?.touches ?? []) void client.invalidateQueries({ queryKey: [area] });
    },
  }),
  defaultOptions: {
    // networkMode: the browser's idea of "offline" says nothing of a server on this machine.
    queries: { staleTime: 30_000, retry: worthRetry, networkMode: "always", refetchOnWindowFocus: true },
    mutations: { retry: false, networkMode: "always" },
  },
});
