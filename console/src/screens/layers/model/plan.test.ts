import { expect, test } from "vitest";
import { EMPTY_PLAN, type RoomText, wantedPlan, withRoom } from "./plan";

const ROOM: RoomText = { group: "wecom:wr:1", name: "一群", tier: 3, region: " 华北 ", limit: "30" };

test("a plan without anything said opens as many groups of 200 as it takes", () => {
  expect(wantedPlan(EMPTY_PLAN)).toEqual({ most: 200, new_groups: null, attribute: null, tag_group: null, rooms: [] });
});

test("regions are an attribute or a group of tags, never both, and rooms have one only then", () => {
  const plan = { ...EMPTY_PLAN, rooms: [ROOM] };
  expect(wantedPlan(plan)).toMatchObject({ rooms: [{ group: "wecom:wr:1", tier_id: 3, region: null, limit: 30 }] });
  expect(wantedPlan({ ...plan, regions: "attribute:home:city" })).toMatchObject({ attribute: "home:city", tag_group: null, rooms: [{ region: "华北" }] });
  expect(wantedPlan({ ...plan, regions: "tags:12" })).toMatchObject({ attribute: null, tag_group: 12 });
});

test("a number that is none is named", () => {
  expect(wantedPlan({ ...EMPTY_PLAN, most: "0" })).toBe("most");
  expect(wantedPlan({ ...EMPTY_PLAN, opened: "-1" })).toBe("opened");
  expect(wantedPlan({ ...EMPTY_PLAN, rooms: [{ ...ROOM, limit: "many" }] })).toBe("limit");
  expect(wantedPlan({ ...EMPTY_PLAN, opened: "0", rooms: [{ ...ROOM, limit: "" }] })).toMatchObject({ new_groups: 0, rooms: [{ limit: null }] });
});

test("a group is filled for one tier", () => {
  const once = withRoom(EMPTY_PLAN, ROOM);
  expect(withRoom(once, { ...ROOM, tier: 4 })).toBe(once);
});
