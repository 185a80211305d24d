// Ids of groups and staff that rules name, to ask what they are called. Pure.
import type { Rule } from "./rule";

/** Each once, smallest first; fields of that name anywhere in the rules. */
export function idsIn(rules: readonly Rule[], field: "groups" | "staff"): number[] {
  const found = new Set<number>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === "object" && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (name === field && Array.isArray(inner)) inner.forEach((id) => typeof id === "number" && found.add(id));
        else walk(inner);
      }
    }
  };
  walk(rules);
  return [...found].sort((a, b) => a - b).slice(0, 200);
}
