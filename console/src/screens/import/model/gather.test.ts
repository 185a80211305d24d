import { expect, test } from "vitest";
import { freePath, fromDrop, fromList, leftOut } from "./gather";

const file = (name: string) => new File(["x"], name);

function entry(path: string, children?: FileSystemEntry[]): FileSystemEntry {
  if (!children) return { isFile: true, fullPath: path, file: (give: (f: File) => void) => give(file(path)) } as never;
  const left = [...children];
  const readEntries = (give: (some: FileSystemEntry[]) => void) => give(left.splice(0, 1)); // as browsers do: in parts
  return { isFile: false, fullPath: path, createReader: () => ({ readEntries }) } as never;
}

const dropped = (...entries: (FileSystemEntry | null)[]) =>
  ({ items: entries.map((one) => ({ kind: "file", webkitGetAsEntry: () => one })), files: [file("flat.txt")] }) as never;

test("a folder is read to its depths, in parts, and its paths are kept", async () => {
  const tree = entry("/群", [entry("/群/1", [entry("/群/1/a.txt"), entry("/群/1/b.txt")]), entry("/群/.DS_Store")]);
  expect((await fromDrop(dropped(tree, entry("/c.zip")))).map((one) => one.path)).toEqual(["群/1/a.txt", "群/1/b.txt", "c.zip"]);
});

test("where a browser knows no folders, its files are taken", async () => {
  expect((await fromDrop(dropped(null))).map((one) => one.path)).toEqual(["flat.txt"]);
});

test("a folder button tells paths, a file button names", () => {
  const one = file("a.txt");
  Object.defineProperty(one, "webkitRelativePath", { value: "folder/a.txt" });
  expect(fromList([one, file("b.txt"), file("~$b.xlsx")]).map((found) => found.path)).toEqual(["folder/a.txt", "b.txt"]);
});

test("what a system leaves beside files is no import", () => {
  for (const path of ["a/.DS_Store", "Thumbs.db", "__MACOSX/a.txt", "a/._b.txt", "~$名单.xlsx"]) expect(leftOut(path)).toBe(true);
  for (const path of ["a.txt", "聊天/DS_Store.txt", "my~$.csv"]) expect(leftOut(path)).toBe(false);
});

test("half a character in a name becomes a whole one", () => {
  expect(fromList([file("a\ud800.txt")])[0]?.path).toBe("a\ufffd.txt");
});

test("a second file of a name lies beside the first", () => {
  const taken = new Set(["a/b.csv", "a/b (2).csv", "a.b/c"]);
  expect(freePath("a/b.csv", (path) => taken.has(path))).toBe("a/b (3).csv");
  expect(freePath("a.b/c", (path) => taken.has(path))).toBe("a.b/c (2)");
  expect(freePath("new.csv", (path) => taken.has(path))).toBe("new.csv");
});
