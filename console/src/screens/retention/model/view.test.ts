import { describe, expect, test } from "vitest";
import { addDays, changed, cohortsFrom, dormantIn, PRESET, readView, spanOf, type View, writeView } from "./view";

const read = (text: string) => readView(new URLSearchParams(text));

describe("the address", () => {
  test("a bare one is the preset view, which writes nothing", () => {
    expect(read("")).toEqual(PRESET);
    expect(writeView(PRESET).toString()).toBe("");
  });

  test("what is written is read back", () => {
    const view: View = {
      from: "2026-11-03", to: "2026-11-30", period: "day", slice: "staff", dormant: 45, basis: "any", key: "4503599627370495", cohorts: "month", back: true,
      names: { cell: "dormant", key: "none", first: "2026-11-09", last: "2026-11-15" },
    };
    expect(readView(writeView(view))).toEqual(view);
  });

  test("what makes no sense is as if it weren't there", () => {
    expect(read("from=2026-02-30&to=yesterday&period=year&slice=weather&dormant=0&basis=luck&cell=all")).toEqual(PRESET);
    expect(read("slice=source&key=1%20or%201").key).toBeNull();
    expect(read("from=2026-12-01&to=2026-11-01")).toMatchObject({ from: null, to: "2026-11-01" });
  });

  test("a key beyond 2^53 stays as it is", () => {
    expect(read("slice=tag&key=900719925474099312").key).toBe("900719925474099312");
  });

  test("of the whole there are no lines to name", () => {
    expect(read("key=5&cell=new&who=5")).toMatchObject({ key: null, names: { cell: "new", key: null } });
  });
});

test("another slice lets go of the line and its names, another period only of arrivals'", () => {
  const view: View = { ...PRESET, slice: "staff", key: "7", names: { cell: "new", key: "7", first: null, last: null } };
  expect(changed(view, { slice: "tag" })).toMatchObject({ key: null, names: null });
  expect(changed(view, { period: "month" })).toMatchObject({ key: "7" });
  expect(changed({ ...view, slice: "arrival", key: "2026-11-02" }, { period: "month" })).toMatchObject({ key: null, names: null });
});

test("days of silence are whole and between 1 and ten years", () => {
  expect(["1", " 90 ", "3650"].map(dormantIn)).toEqual([1, 90, 3650]);
  expect(["0", "3651", "-5", "9.5", "", null].map(dormantIn)).toEqual(Array(6).fill(undefined));
});

test("days are counted over months, years and a 29 February", () => {
  expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(spanOf("2026-11-03", "2026-11-30")).toBe(28);
  expect(spanOf("2026-12-31", "2027-01-01")).toBe(2);
});

test("cohorts begin on a Monday or on the first of a month", () => {
  expect(cohortsFrom("2026-11-30", "week", 1)).toBe("2026-11-30"); // a Monday itself
  expect(cohortsFrom("2026-11-29", "week", 2)).toBe("2026-11-16");
  expect(cohortsFrom("2026-11-30", "month", 12)).toBe("2025-12-01");
});
