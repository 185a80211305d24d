import { describe, expect, it } from "vitest";
import { group } from "./sample";
import { nextOrder, sorted } from "./sort";

const rows = [
  group({ id: "a", name: "群10", members: null, state: "dead" }),
  group({ id: "b", name: "群9", members: 5, state: "alive" }),
  group({ id: "c", name: "群9", members: 50, state: "fading" }),
];
const ids = (by: string, down: boolean) => sorted(rows, { by, down }, "zh-CN").map((row) => row.id);

describe("the order", () => {
  it("is the check-up's own when none is asked for, or an unknown one", () => {
    expect(sorted(rows, null, "en")).toBe(rows);
    expect(ids("nonsense", true)).toEqual(["a", "b", "c"]);
  });
  it("puts the unknown last, both ways", () => {
    expect(ids("members", true)).toEqual(["c", "b", "a"]);
    expect(ids("members", false)).toEqual(["b", "c", "a"]);
  });
  it("counts numbers inside names, and keeps equals as they were", () => expect(ids("name", false)).toEqual(["b", "c", "a"]));
  it("orders states by life, not by letter", () => expect(ids("state", false)).toEqual(["b", "c", "a"]));
  it("leaves the rows it was given alone", () => {
    sorted(rows, { by: "members", down: true }, "en");
    expect(rows.map((row) => row.id)).toEqual(["a", "b", "c"]);
  });
});

describe("pressing a head", () => {
  it("goes through best first, the other way, none", () => {
    const one = nextOrder(null, "members");
    expect(one).toEqual({ by: "members", down: true });
    expect(nextOrder(one, "members")).toEqual({ by: "members", down: false });
    expect(nextOrder({ by: "members", down: false }, "members")).toBeNull();
  });
  it("begins words with the first", () => expect(nextOrder({ by: "members", down: true }, "name")).toEqual({ by: "name", down: false }));
});
