// Changes of a rule's tree. A path is the places of children from the top: [1, 0] is the first child of the second.
// Pure: each gives a new tree and leaves the old one as it was.
import { join, joined, type Joint, plain, type Rule } from "./rule";

export type Path = readonly number[];

/** The node there; undefined: there is none. */
export function nodeAt(rule: Rule, path: Path): Rule | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return rule;
  const child = joined(rule)?.rules[first];
  return child && nodeAt(child, rest);
}

/** Put another in the place of the node there; null: take it away. */
export function replaceAt(rule: Rule, path: Path, next: Rule | null): Rule {
  const [first, ...rest] = path;
  const group = joined(rule);
  if (first === undefined) return next ?? { op: "all", rules: [] };
  const child = group?.rules[first];
  if (!group || !child) return rule;
  const rules = rest.length === 0 && next === null ? group.rules.toSpliced(first, 1) : group.rules.with(first, replaceAt(child, rest, next));
  return join(group.joint, rules);
}

/** Add a child to the group there, at its end or at a place. */
export function insertAt(rule: Rule, path: Path, child: Rule, at?: number): Rule {
  const node = nodeAt(rule, path);
  const group = node && joined(node);
  if (!group) return rule;
  return replaceAt(rule, path, join(group.joint, group.rules.toSpliced(at ?? group.rules.length, 0, child)));
}

export const removeAt = (rule: Rule, path: Path): Rule => replaceAt(rule, path, null);

/** The same condition once more, right behind itself. */
export function copyAt(rule: Rule, path: Path): Rule {
  const node = nodeAt(rule, path);
  const last = path.at(-1);
  return node && last !== undefined ? insertAt(rule, path.slice(0, -1), structuredClone(node), last + 1) : rule;
}

/** One step up (−1) or down (+1) among its siblings; as it was at the ends. */
export function moveAt(rule: Rule, path: Path, by: 1 | -1): Rule {
  const above = nodeAt(rule, path.slice(0, -1));
  const group = above && joined(above);
  const last = path.at(-1);
  const child = last === undefined ? undefined : group?.rules[last];
  if (!group || !child || last === undefined || group.rules[last + by] === undefined) return rule;
  return replaceAt(rule, path.slice(0, -1), join(group.joint, group.rules.toSpliced(last, 1).toSpliced(last + by, 0, child)));
}

/** A group of its own around the node there: "or" begins here. */
export function wrapAt(rule: Rule, path: Path, joint: Joint): Rule {
  const node = nodeAt(rule, path);
  return node ? replaceAt(rule, path, join(joint, [node])) : rule;
}

/** The group's conditions into the group around it. */
export function unwrapAt(rule: Rule, path: Path): Rule {
  const [node, above, last] = [nodeAt(rule, path), nodeAt(rule, path.slice(0, -1)), path.at(-1)];
  const [group, around] = [node && joined(node), above && joined(above)];
  if (!group || !around || last === undefined) return rule;
  return replaceAt(rule, path.slice(0, -1), join(around.joint, around.rules.toSpliced(last, 1, ...group.rules)));
}

export function jointAt(rule: Rule, path: Path, joint: Joint): Rule {
  const node = nodeAt(rule, path);
  const group = node && joined(node);
  return group ? replaceAt(rule, path, join(joint, group.rules)) : rule;
}

/** Everybody else: a condition turned round, or back. */
export function turned(rule: Rule): Rule {
  const one = plain(rule);
  if (one) return one.not ? one.leaf : { op: "not", rule: one.leaf };
  const group = joined(rule);
  const other = { all: "not_all", any: "none", none: "any", not_all: "all" } as const;
  return group ? join(other[group.joint], group.rules) : { op: "not", rule };
}

/** The place of the node there, as the server says it: "rule.rules[1].rule.rules[0]". */
export function placeOf(rule: Rule, path: Path, at = "rule"): string {
  const [first, ...rest] = path;
  const group = joined(rule);
  if (first === undefined || !group) return at;
  const here = `${at}${group.inner}[${first}]`;
  const child = group.rules[first];
  return child ? placeOf(child, rest, here) : here;
}

/** The node that a place of the server lies in, the deepest; and what of the place is left: ".window.days". */
export function lineOf(rule: Rule, place: string, at = "rule", path: Path = []): { path: Path; rest: string } {
  const group = joined(rule);
  for (const [n, child] of group?.rules.entries() ?? []) {
    const here = `${at}${group?.inner ?? ""}[${n}]`;
    if (place === here || place.startsWith(`${here}.`)) return lineOf(child, place, here, [...path, n]);
  }
  const rest = place.startsWith(at) ? place.slice(at.length) : "";
  const inner = plain(rule)?.inner ?? "";
  return { path, rest: inner && rest.startsWith(inner) ? rest.slice(inner.length) : rest };
}

export interface Fault { at: string; code: string; params: Record<string, unknown> }

export const keyOf = (path: Path): string => path.join(".");

/** Faults by the line they stand at, each with the rest of its place. */
export function byLine<F extends { at: string }>(rule: Rule, faults: readonly F[]): Map<string, (F & { rest: string })[]> {
  const found = new Map<string, (F & { rest: string })[]>();
  for (const fault of faults) {
    const { path, rest } = lineOf(rule, fault.at);
    const key = keyOf(path);
    found.set(key, [...(found.get(key) ?? []), { ...fault, rest }]);
  }
  return found;
}
