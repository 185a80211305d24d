import { describe, expect, it } from "vitest";
import type { SendLimits } from "@/app/types";
import { type Attachment, blocked, kindsOf, lacks, made, pictureSrc, refOf, trimmed } from "./attaching";

const PERSON: SendLimits = { text: 4000, unit: "bytes", bytes: null, attachments: 9, kinds: {}, mixes: true };
const FEED: SendLimits = { text: 2000, unit: "chars", bytes: 4000, attachments: 9, kinds: { image: 9, video: 1, link: 1 }, mixes: false };
const images = (n: number): Attachment[] => Array.from({ length: n }, (_, at) => made("image", `picture:${at + 1}`));
const link = (more: Partial<Extract<Attachment, { type: "link" }>>): Attachment => ({ type: "link", title: "直播", url: "https://a.example/1", about: "", picture: "", ...more });

describe("attachments", () => {
  it("of a message are of any kind, nine in all", () => {
    expect(kindsOf(PERSON)).toEqual(["image", "video", "file", "link", "miniprogram"]);
    expect(blocked("file", images(8), PERSON)).toBe("");
    expect(blocked("file", images(9), PERSON)).toBe("full");
  });
  it("of a Moment are pictures, or one video, or one link", () => {
    expect(kindsOf(FEED)).toEqual(["image", "video", "link"]);
    expect(blocked("image", images(8), FEED)).toBe("");
    expect(blocked("image", images(9), FEED)).toBe("full");
    expect(blocked("link", images(1), FEED)).toBe("mixed");
    expect(blocked("link", [link({})], FEED)).toBe("full");
  });
  it("say what they lack", () => {
    expect(lacks(link({}), false)).toBe("");
    expect(lacks(link({}), true)).toBe("link_cover");
    expect(lacks(link({ picture: "picture:1" }), true)).toBe("");
    expect(lacks(link({ title: "字".repeat(22), picture: "picture:1" }), true)).toBe("link_title");
    expect(lacks(link({ url: "javascript:alert(1)" }), false)).toBe("link");
    expect(lacks({ type: "miniprogram", title: "店", app: "wx1", page: "/i", picture: "" }, false)).toBe("picture");
    expect(lacks({ type: "miniprogram", title: "店", app: " ", page: "/i", picture: "picture:1" }, false)).toBe("miniprogram");
    expect(lacks(made("video"), true)).toBe("video");
  });
  it("name their pictures, and nothing else is fetched", () => {
    expect(refOf(made("image", "picture:7"))).toBe("picture:7");
    expect(pictureSrc("picture:7")).toBe("/api/v1/send-uploads/7");
    expect(pictureSrc("video:7")).toBeUndefined();
    expect(pictureSrc("https://elsewhere.example/x.png")).toBeUndefined();
    expect(trimmed(link({ title: " a ", url: " https://b.example " }))).toMatchObject({ title: "a", url: "https://b.example" });
  });
});
