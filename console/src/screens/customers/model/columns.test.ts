import { expect, test } from "vitest";
import { fitting } from "@/screens/checkup/model/columns";
import { COLUMNS, columnsOf, PRESET } from "./columns";
import { SORTS } from "./view";

const ids = (columns: { id: string }[]) => columns.map((column) => column.id);

test("columns are the preset ones until somebody chose; the name comes first; strangers go", () => {
  expect(ids(columnsOf(undefined))).toEqual(PRESET);
  expect(ids(columnsOf([]))).toEqual(PRESET);
  expect(ids(columnsOf(["spend", "older", "name", "spend"]))).toEqual(["name", "spend"]);
});

test("every order the server has stands at one column", () => {
  expect(COLUMNS.flatMap((column) => column.sort ?? []).sort()).toEqual([...SORTS].sort());
});

test("where there is no room, name and stage stay", () => {
  expect(ids(fitting(columnsOf(undefined), 100))).toEqual(["name", "stage"]);
});
