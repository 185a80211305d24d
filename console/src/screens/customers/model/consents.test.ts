import { expect, test } from "vitest";
import { endOf } from "./consents";

const inZone = (timeZone: string) => (at: number) => new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
const written = (day: string, zone: string) => new Date(endOf(day, inZone(zone)) ?? 0).toISOString();

test("a consent until a day holds through that day where the brand is", () => {
  expect(written("2026-12-31", "Asia/Shanghai")).toBe("2026-12-31T15:59:59.999Z");
  expect(written("2026-12-31", "UTC")).toBe("2026-12-31T23:59:59.999Z");
  expect(written("2026-12-31", "America/Los_Angeles")).toBe("2027-01-01T07:59:59.999Z");
  expect(written("2026-12-31", "Asia/Kathmandu")).toBe("2026-12-31T18:14:59.999Z");
  expect(written("2026-12-31", "Pacific/Kiritimati")).toBe("2026-12-31T09:59:59.999Z");
});

test("what is no day has no end", () => {
  expect(endOf("", inZone("UTC"))).toBeNull();
  expect(endOf("soon", inZone("UTC"))).toBeNull();
});
