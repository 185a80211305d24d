import { expect, test } from "vitest";
import { offset, zones } from "./zones";

test("the brand's zone is first, and stands once", () => {
  const all = zones(["Asia/Shanghai"]);
  expect(all[0]).toBe("Asia/Shanghai");
  expect(all.filter((zone) => zone === "Asia/Shanghai")).toHaveLength(1);
  expect(all).toContain("Europe/Berlin");
});

test("a zone's distance, in winter and for one nobody knows", () => {
  expect(offset("Asia/Shanghai")).toBe("UTC+8");
  expect(offset("America/New_York", new Date("2026-01-15T00:00:00Z"))).toBe("UTC−5");
  expect(offset("Nowhere/Land")).toBe("");
});
