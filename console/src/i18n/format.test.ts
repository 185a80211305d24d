import { beforeAll, describe, expect, test, vi } from "vitest";

vi.stubGlobal("document", { documentElement: { lang: "" } });
const i18n = await import(".");
const format = await import("./format");

describe("Chinese", () => {
  beforeAll(() => i18n.setLang("zh"));
  test("numbers", () => {
    expect([0, 0.456, 9999, 10_000, 12_345, 345_678, 123_456_789].map(format.number)).toEqual(
      ["0", "0.5", "9,999", "1 万", "1.23 万", "34.6 万", "1.23 亿"]);
    expect(format.number(null)).toBe("–");
    expect(format.signed(-3)).toBe("−3");
    expect(format.signed(12)).toBe("+12");
  });
  test("days, hours, silence", () => {
    expect(format.days(3)).toBe("3 天");
    expect(format.silence(0)).toBe("今天");
    expect(format.hours(1.25)).toBe("1.3 小时");
    expect(format.duration(7500)).toBe("2 小时 5 分钟");
  });
});

describe("English", () => {
  beforeAll(() => i18n.setLang("en"));
  test("numbers", () => {
    expect([12_345, 1_234_567].map(format.number)).toEqual(["12.3k", "1.23M"]);
    expect([0.004, 0.5, 0.996, null].map(format.percent)).toEqual(["<1%", "50%", ">99%", "–"]);
    expect(format.money(123_456)).toBe("¥1,235");
  });
  test("times", () => {
    const now = Date.UTC(2026, 10, 22, 12);
    expect(format.relative(now - 5 * 60_000, now)).toBe("5 minutes ago");
    expect(format.relative(now + 2 * 3_600_000, now)).toBe("in 2 hours");
    expect(format.relative(now - 10_000, now)).toBe("just now");
    format.setZone("Asia/Shanghai");
    expect(format.dayOf(Date.UTC(2026, 10, 22, 17))).toBe("2026-11-23");
    expect(format.bytes(1_500_000)).toBe("1.5 MB");
  });
  test("an unknown zone or day is no error", () => {
    format.setZone("Mars/Olympus");
    expect(format.day("soon")).toBe("soon");
  });
  test("unknown codes stay readable", () => {
    expect(i18n.named("state", "half_asleep")).toBe("half asleep");
    expect(i18n.reason({ code: "silent_dead", params: { days: 40, percent: 3 } })).toContain("only 3%");
    expect(i18n.reason({ code: "silent_dead", params: { days: 40, percent: 30 } })).toContain("about 30%");
  });
});

test("both languages have every key of the console", async () => {
  const [zh, en] = await Promise.all([import("./zh"), import("./en")]);
  const keys = (texts: Record<string, string>) => Object.keys(texts).filter((key) => !key.endsWith(".one")).sort();
  expect(keys(zh.default.texts)).toEqual(keys(en.default.texts));
});
