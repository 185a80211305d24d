// What the server says of the organisation, and what may be done. Keys begin with "org"; whoever is moved sees others'
// customers and groups, so every act makes those old as well.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, ok } from "@/app/api";
import { client } from "@/app/query";
import type { OrgPreset, OrgUnit, Owners } from "@/app/types";

export const orgQuery = queryOptions({ queryKey: ["org", "tree"], queryFn: ({ signal }) => ok(api.GET("/api/v1/org", { signal })) });

export const presetsQuery = queryOptions({
  queryKey: ["org", "presets"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/org/presets", { signal }))).items,
});

export function useUnitStaff(id: number) {
  return useQuery({
    queryKey: ["org", "staff", id],
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/org/units/{unit_id}/staff", { signal, params: { path: { unit_id: id } } }))).items,
  });
}

/** Staff by name, wherever they stand. */
export function useStaffFound(q: string) {
  return useQuery({
    queryKey: ["org", "found", q],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await ok(api.GET("/api/v1/staff", { signal, params: { query: { q } } }))).items,
  });
}

async function then<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } finally {
    await Promise.all(["org", "staff", "users", "customers", "checkup", "tasks"].map((area) => client.invalidateQueries({ queryKey: [area] })));
  }
}

export const begin = (preset: OrgPreset["code"], names: string[]) => then(ok(api.POST("/api/v1/org/begin", { body: { preset, names } })));

export const addUnit = (parent_id: number, name: string, level: OrgUnit["level"]) =>
  then(ok(api.POST("/api/v1/org/units", { body: { items: [{ name, level, parent_id }] } })));

export const renameUnit = (unit_id: number, name: string) =>
  then(ok(api.PATCH("/api/v1/org/units/{unit_id}", { params: { path: { unit_id } }, body: { name } })));

export const moveUnit = (id: number, parent_id: number) => then(ok(api.POST("/api/v1/org/units/move", { body: { ids: [id], parent_id } })));

export const archiveUnit = (id: number) => then(ok(api.POST("/api/v1/org/units/archive", { body: { ids: [id] } })));

/** `unit` null: out of any. */
export const place = (staff_ids: number[], unit_id: number | null) => then(ok(api.PUT("/api/v1/org/staff", { body: { staff_ids, unit_id } })));

export const setOwners = (body: Owners) => then(ok(api.PUT("/api/v1/org/owners", { body })));
