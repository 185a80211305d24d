import { describe, expect, test } from "vitest";
import { grid, type Score, shade, squareOf, type Step } from "./matrix";

const PLACES = ["aware", "buying", "lost"] as const;
type Place = (typeof PLACES)[number];
const STEPS: Step<Place>[] = [
  { came_from: "aware", went_to: "aware", count: 900 }, { came_from: "aware", went_to: "buying", count: 30 },
  { came_from: "buying", went_to: "lost", count: 5 }, { came_from: null, went_to: "aware", count: 40 },
];

describe("the square", () => {
  test("adds up by rows to the day before and by columns to the day after", () => {
    const square = squareOf(STEPS, PLACES);
    expect(PLACES.map((place) => square.rowSum(place))).toEqual([930, 5, 0]);
    expect(PLACES.map((place) => square.colSum(place))).toEqual([940, 30, 5]);
    expect(square.rowSum(null)).toBe(40);
    expect(square.at("lost", "aware")).toBe(0);
  });

  test("is measured by who changed: those who stayed would drown them", () => {
    expect(squareOf(STEPS, PLACES).most).toBe(40);
  });

  test("has a row of newcomers only where there are any", () => {
    expect(squareOf(STEPS, PLACES).rows).toEqual(["aware", "buying", "lost", null]);
    expect(squareOf(STEPS.slice(0, 3), PLACES).rows).toEqual(["aware", "buying", "lost"]);
    expect(squareOf([], PLACES).most).toBe(0);
  });
});

describe("scores", () => {
  const scores: Score[] = [{ recency: 5, frequency: 1, money: 2, count: 7 }, { recency: 5, frequency: 1, money: 5, count: 3 }, { recency: 1, frequency: 5, money: 5, count: 4 }];

  test("stand with the newest buyers on top and the frequent to the right, money together", () => {
    const told = grid(scores, null);
    expect(told.rows[0]).toEqual({ recency: 5, counts: [10, 0, 0, 0, 0] });
    expect(told.rows[4]).toEqual({ recency: 1, counts: [0, 0, 0, 0, 4] });
    expect([told.total, told.most]).toEqual([14, 10]);
  });

  test("or of one fifth by money", () => {
    expect(grid(scores, 5)).toMatchObject({ total: 7, most: 4 });
    expect(grid([], 3)).toMatchObject({ total: 0, most: 0 });
  });
});

test("shades grow with the root and never hide somebody", () => {
  expect([shade(0, 100), shade(1, 100), shade(25, 100), shade(100, 100), shade(0, 0)]).toEqual([0, 0.05, 0.25, 0.5, 0]);
});
