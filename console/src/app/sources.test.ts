import { beforeAll, describe, expect, it, vi } from "vitest";

vi.stubGlobal("document", { documentElement: { lang: "" }, addEventListener: () => undefined });
vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
const { setLang } = await import("@/i18n");
const { sourceName } = await import("./sources");

describe("a source", () => {
  beforeAll(() => setLang("zh"));
  it("that is the platform's own way is said in words", () => {
    expect(sourceName("add_way:1", {})).toBe("扫二维码");
    expect(sourceName("add_way:9999", {})).toBe("其他方式");
  });
  it("that is a live code is called as the code", () => {
    expect(sourceName("8f5akchx44zpej", { "8f5akchx44zpej": "国庆快闪 / 收银台" })).toBe("国庆快闪 / 收银台");
  });
  it("that an import named stays as it is", () => {
    expect(sourceName("抖音", {})).toBe("抖音");
  });
});
