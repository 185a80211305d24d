import { expect, test, vi } from "vitest";

vi.stubGlobal("document", { documentElement: { lang: "" }, addEventListener: () => undefined });
vi.stubGlobal("location", { origin: "http://localhost" });
const { find, score } = await import("./commands");
const { chosen, named } = await import("./keys");
const { toProblem } = await import("./problem");
const { placeOf } = await import("./nav");
const { inside } = await import("../screens/login/inside");
const { sparkPath } = await import("../ui/sparkPath");
const { allPages, newKey } = await import("./api");

const press = (key: string, more = {}) => ({ key, metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...more });

test("keys have one name", () => {
  expect(named(press("K", { ctrlKey: true }))).toBe("mod+k");
  expect(named(press("?", { shiftKey: true }))).toBe("?");
  expect(named(press("L", { metaKey: true, shiftKey: true }))).toBe("mod+shift+l");
  expect(named(press(" "))).toBe("space");
  expect(named(press("ArrowDown"))).toBe("down");
});

test("two in a row come before one; the latest binding wins", () => {
  const all = [{ keys: "t", n: 1 }, { keys: "g t", n: 2 }, { keys: "t", n: 3 }];
  expect(chosen(all, "g", "t")?.n).toBe(2);
  expect(chosen(all, "", "t")?.n).toBe(3);
  expect(chosen(all, "", "x")).toBeUndefined();
});

test("a search finds parts of words, in any script", () => {
  expect(score("体检", "群体检：客户群")).toBeGreaterThan(0.8);
  expect(score("aud", "Audit log")).toBe(1);
  expect(score("adlg", "Audit log")).toBeGreaterThan(0.3);
  expect(score("zzz", "Audit log")).toBe(0);
});

test("the best command comes first", () => {
  const command = (id: string, label: string, words = "") => ({ id, label, words, kind: "go" as const, run: () => undefined });
  const all = [command("a", "Audit log"), command("i", "Import", "导入 upload"), command("t", "Today")];
  expect(find(all, "导入").map((one) => one.id)).toEqual(["i"]);
  expect(find(all, "").length).toBe(3);
});

test("an answer that is no problem of ours is one all the same", () => {
  expect(toProblem(502, "<html>", null)).toMatchObject({ status: 502, code: "unreachable" });
  expect(toProblem(409, { code: "upload_offset", params: { received: 5 }, request_id: "r1" }, null)).toMatchObject(
    { code: "upload_offset", params: { received: 5 }, requestId: "r1" });
});

test("after sign-in nobody is sent to another site", () => {
  expect(["/checkup?id=a", "//evil.example", "https://evil.example", "/\\evil", null].map(inside)).toEqual(
    ["/checkup?id=a", "/", "/", "/", "/"]);
});

test("a path belongs to the nearest place", () => {
  expect(placeOf("/checkup/group/x")?.path).toBe("/checkup");
  expect(placeOf("/settings/audit")?.path).toBe("/settings/audit");
  expect(placeOf("/checkups")).toBeUndefined();
  expect(placeOf("/retention")?.path).toBe("/segments"); // a view with an address of its own
});

test("a spark's zero is its base line, whatever the page's greatest value", () => {
  expect(sparkPath([0, 100], 100, 10, 20)).toBe("M0.0 20.0L10.0 0.0");
  expect(sparkPath([0, 0], 0, 10, 20)).toBe("M0.0 20.0L10.0 20.0");
  expect(sparkPath([], 5, 10, 20)).toBe("");
});

test("all pages of a list", async () => {
  const pages: Record<string, { items: number[]; next: string | null }> = { "": { items: [1], next: "b" }, b: { items: [2], next: null } };
  expect(await allPages((cursor) => Promise.resolve(pages[cursor ?? ""] ?? { items: [], next: null }))).toEqual([1, 2]);
});

test("keys of posts do not repeat", () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});
