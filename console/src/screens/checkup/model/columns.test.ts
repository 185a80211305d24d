import { describe, expect, it } from "vitest";
import { columnsOf, fitting, moved, PRESET, template } from "./columns";

const ids = (columns: { id: string }[]) => columns.map((column) => column.id);

describe("columns", () => {
  it("are the preset ones until somebody chose", () => {
    expect(ids(columnsOf(null))).toEqual(PRESET);
    expect(ids(columnsOf([]))).toEqual(PRESET);
    expect(ids(columnsOf("junk"))).toEqual(PRESET);
  });
  it("keep the name first and drop what no console knows", () => expect(ids(columnsOf(["owner", "p", "older", "p"]))).toEqual(["name", "owner", "p"]));
  it("leave out the least important where there is no room, never name, state or advice", () => {
    const all = columnsOf(null);
    expect(ids(fitting(all, 5000))).toEqual(PRESET);
    expect(ids(fitting(all, 900))).not.toContain("net");
    expect(ids(fitting(all, 900))).toContain("decision");
    expect(ids(fitting(all, 10))).toEqual(["name", "state", "advice"]);
  });
  it("move, but not before the name or beyond the end", () => {
    expect(moved(["name", "a", "b"], "b", -1)).toEqual(["name", "b", "a"]);
    expect(moved(["name", "a", "b"], "a", -1)).toEqual(["name", "a", "b"]);
    expect(moved(["name", "a", "b"], "name", 1)).toEqual(["name", "a", "b"]);
    expect(moved(["name", "a", "b"], "b", 1)).toEqual(["name", "a", "b"]);
  });
  it("share what is left over by weight", () => expect(template(columnsOf(["state"]), "40px")).toBe("40px minmax(160px, 4fr) 82px"));
});
