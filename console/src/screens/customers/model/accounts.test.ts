import { expect, test } from "vitest";
import { allAccounts, partable } from "./accounts";

const account = (id: string) => ({ id, platform: "wecom", external_id: null, name: null });
const person = { accounts: [account("1"), account("2")], contacts: [{ account_id: "2", kind: "phone" as const, shown: "138****0001" }, { account_id: "3", kind: "email" as const, shown: "a***@b.c" }] };

test("a phone that stands in both lists is one account", () => expect(allAccounts(person)).toEqual(["1", "2", "3"]));

test("some accounts may be parted, never none and never all", () => {
  expect(partable(person, new Set())).toBe(false);
  expect(partable(person, new Set(["9"]))).toBe(false);
  expect(partable(person, new Set(["3"]))).toBe(true);
  expect(partable(person, new Set(["1", "2", "3"]))).toBe(false);
});
