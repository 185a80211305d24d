import type { ConnectionCheck } from "@/app/types";
import { t, tk } from "@/i18n";
import { sentence } from "@/app/problem";
import type { useChecks } from "../data";
import type { How } from "./Step";

export type Checks = ReturnType<typeof useChecks>;

export const found = (checks: Checks, name: ConnectionCheck["name"]) => checks.data?.find((each) => each.name === name);

export function howOf(checks: Checks, ...names: ConnectionCheck["name"][]): How {
  if (checks.isError) return "failed";
  const told = names.map((name) => found(checks, name)?.outcome);
  if (told.includes("failed")) return "failed";
  return told.every((outcome) => outcome === "ok") ? "ok" : checks.isFetching ? "waiting" : "todo";
}

/** What a check found, and what to click where. */
export function checkText(checks: Checks, name: ConnectionCheck["name"]): string {
  if (checks.isError) return sentence(checks.error);
  const check = found(checks, name);
  if (!check) return t(checks.isFetching ? "ui.connections.checking" : "ui.connections.unchecked");
  if (check.outcome === "unknown") return tk("connection.check.unknown");
  if (check.why) return tk(`connection.check.${check.why}`, { code: check.code ?? "", call: check.call ?? "" });
  return tk(`connection.check.${check.name}.${check.outcome}`, { code: check.code ?? "", hint: check.hint ?? "–", staff: check.staff ?? 0 });
}
