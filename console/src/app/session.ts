// Who is signed in, and what they may do. The server decides; the screen only spares people dead ends.
import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { LANGS, lang, setLang, type Lang } from "@/i18n";
import { setClock, setZone } from "@/i18n/format";
import { api, ok, setCsrf } from "./api";
import { ApiProblem } from "./problem";
import { client } from "./query";
import type { Permission, Session } from "./types";

/** null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Session | null> => {
    try {
      return learn(await ok(api.GET("/api/v1/session")));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export function learn(session: Session): Session {
  setCsrf(session.csrf);
  setZone(session.zone);
  setClock(session.now_at);
  return session;
}

export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error("useSession stands below the gate only");
  return data;
}

/** Outside React, e.g. for the palette; false while nobody is signed in. */
export function can(permission: Permission | null): boolean {
  return permission === null || !!client.getQueryData(sessionQuery.queryKey)?.permissions.includes(permission);
}

export function useCan(permission: Permission | null): boolean {
  const { data } = useQuery(sessionQuery);
  return permission === null || !!data?.permissions.includes(permission);
}

export async function signOut(everywhere: boolean): Promise<void> {
  await ok(everywhere ? api.DELETE("/api/v1/sessions") : api.DELETE("/api/v1/session"));
  client.clear();
  client.setQueryData(sessionQuery.queryKey, null);
}

const preferencesQuery = queryOptions({
  queryKey: ["preferences"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => (await ok(api.GET("/api/v1/me/preferences"))).values as Record<string, unknown>,
});

/** A value kept with the account (saved views, columns): `[value, set]`. `set` shows at once and saves behind. */
export function usePreference<T>(name: string, preset: T): [T, (value: T) => void] {
  const { data } = useQuery(preferencesQuery);
  const save = useMutation({
    mutationFn: (value: T) =>
      ok(api.PUT("/api/v1/me/preferences/{name}", { params: { path: { name } }, body: { value } })),
    onMutate: (value) =>
      void client.setQueryData(preferencesQuery.queryKey, (old) => ({ ...old, [name]: value as unknown })),
  });
  return [(data?.[name] as T | undefined) ?? preset, save.mutate];
}

/** Change the language here and for the account. */
export async function chooseLang(next: Lang): Promise<void> {
  await setLang(next);
  if (!client.getQueryData(sessionQuery.queryKey)) return;
  client.setQueryData(preferencesQuery.queryKey, (old) => ({ ...old, lang: next }));
  await ok(api.PUT("/api/v1/me/preferences/{name}", { params: { path: { name: "lang" } }, body: { value: next } }));
}

/** After sign-in: the account's language wins over the browser's. */
export async function applyAccountLang(): Promise<void> {
  const values = await client.fetchQuery(preferencesQuery);
  const wanted = LANGS.find((one) => one === values["lang"]);
  if (wanted && wanted !== lang()) await setLang(wanted);
}
