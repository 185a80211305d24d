// What reviewers would have to look for again and again.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ROOT = new URL(".", import.meta.url);
const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).filter((path) => /\.(ts|tsx)$/.test(path) && !path.includes(".test."));
const source = (path: string) => readFileSync(new URL(path, ROOT), "utf8");
const code = (path: string) => source(path).replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, "");
// The languages' own names, and units that are part of how numbers are written.
const MAY_SPEAK = ["i18n/catalogue.ts", "i18n/fill.ts", "i18n/format.ts"];

test("no words in code: they stand in the catalogue, in both languages", () => {
  expect(FILES.filter((path) => !MAY_SPEAK.includes(path) && /[\u4e00-\u9fff]/.test(code(path)))).toEqual([]);
});

test("no file is over 300 lines", () => {
  // The types of the API are generated: nobody reads them through.
  expect(FILES.filter((path) => path !== "app/schema.d.ts" && source(path).split("\n").length > 300)).toEqual([]);
});

test("nothing that the content policy forbids, and no markup from strings", () => {
  const forbidden = /\beval\(|new Function\(|dangerouslySetInnerHTML|javascript:/;
  expect(FILES.filter((path) => forbidden.test(code(path)))).toEqual([]);
});
