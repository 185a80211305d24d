import { expect, test } from "vitest";
import { clean, fill, plain } from "./fill";

test("places are filled, numbers with separators", () => {
  expect(fill("{n} groups of {all}", { n: 12, all: 1234567 }, false)).toBe("12 groups of 1,234,567");
});

test("Python's format specs", () => {
  expect(fill("{n:,} {x:.1f} {p:.0%} {d:+}", { n: 12000, x: 3.14159, p: 0.256, d: 3 }, false)).toBe("12,000 3.1 26% +3");
});

test("singular and plural with the number", () => {
  expect(fill("{n:day|days}", { n: 1 }, false)).toBe("1 day");
  expect(fill("{n:person has|people have}", { n: 1200 }, false)).toBe("1,200 people have");
  expect(fill("{n:day|days}", { n: 1.04 }, false)).toBe("1 day");
});

test("a place without its parameter stays to be seen; doubled braces are braces", () => {
  expect(fill("{who} said {{x}}", {}, false)).toBe("{who} said {x}");
});

test("absent values are a dash", () => {
  expect(fill("{x}", { x: null }, false)).toBe("–");
});

test("names can neither turn their neighbours round nor break lines", () => {
  expect(fill("{name}!", { name: "a\u202Eb\nc" }, false)).toBe("a b c!");
  expect(clean("\ud800x")).toBe("\ufffdx");
});

test("no space between 万 and what is counted", () => {
  expect(fill("{n}人", { n: "3.1 万 " }, true)).toBe("3.1 万人");
  expect(fill("近 3.1 万 人", {}, true)).toBe("近 3.1 万人");
});

test("one decimal at most", () => {
  expect([plain(0.05), plain(2), plain(1234.56), plain(-3.25)]).toEqual(["0.1", "2", "1,234.6", "-3.2"]);
});
