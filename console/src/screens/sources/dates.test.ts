import { describe, expect, it } from "vitest";
import { beginOf, daysText, endOf, firstDay, lastDay } from "./dates";

const CHINA = "Asia/Shanghai";

describe("a campaign's days", () => {
  it("begin and end at midnight of the brand's zone, the last day within", () => {
    expect(beginOf("2026-12-01", CHINA)).toBe(Date.parse("2026-11-30T16:00:00Z"));
    expect(endOf("2026-12-31", CHINA)).toBe(Date.parse("2026-12-31T16:00:00Z"));
  });
  it("are read back as they were entered, where clocks change too", () => {
    for (const zone of [CHINA, "Europe/Berlin", "America/New_York"]) {
      for (const text of ["2026-03-29", "2026-10-25", "2026-03-08", "2026-12-31"]) {
        expect(firstDay({ begins_at: beginOf(text, zone) }, zone)).toBe(text);
        expect(lastDay({ ends_at: endOf(text, zone) }, zone)).toBe(text);
      }
    }
  });
  it("may be open", () => {
    expect(beginOf("", CHINA)).toBeNull();
    expect(endOf("", CHINA)).toBeNull();
    expect(daysText({ begins_at: null, ends_at: null }, CHINA)).toBe("");
    expect(daysText({ begins_at: beginOf("2026-12-01", CHINA), ends_at: endOf("2026-12-31", CHINA) }, CHINA)).toContain(" – ");
  });
});
