// The cohort triangle: what each cell says. Pure.
import type { Cohort, CohortAge } from "@/app/types";

export interface Cell {
  age: number;
  /** "seen": all are old enough. "partly": some are; it compares with its own `of` only. "ahead": nobody is yet. */
  kind: "seen" | "partly" | "ahead";
  people: number;
  of: number;
  /** 0 … 1 of those old enough; null: nobody is. */
  share: number | null;
  /** 0 … 1 of the whole cohort that will have stayed, as the model expects; null: it can't tell. */
  expected: number | null;
}

/** `back`: those who came back count as well; the model foresees none of them. */
export function cellOf(age: CohortAge, size: number, back: boolean): Cell {
  const people = back ? age.retained : age.stayed;
  return {
    age: age.age, people, of: age.at_risk,
    kind: !age.censored ? "seen" : age.at_risk > 0 ? "partly" : "ahead",
    share: age.at_risk > 0 ? people / age.at_risk : null,
    expected: back || age.expected === null || size === 0 ? null : age.expected / size,
  };
}

/** Ages to show: up to the first that nobody of any cohort has reached, and `ahead` more when the model can tell them. */
export function agesOf(cohorts: Cohort[], ahead: number): number {
  const reached = Math.max(0, ...cohorts.flatMap((one) => one.ages.filter((age) => age.at_risk > 0).map((age) => age.age)));
  const known = Math.max(0, ...cohorts.flatMap((one) => one.ages.map((age) => age.age)));
  return Math.min(known, reached + ahead);
}

/** How dark a cell is, 0 … 0.5: dark ink stays readable on all of it. */
export function depth(share: number | null): number {
  return share === null ? 0 : Math.round(Math.max(0, Math.min(1, share)) * 50) / 100;
}
