// Which API this build was made for: the server compares it with its own document and says when they differ.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const api = createHash("sha256").update(readFileSync(new URL("../openapi.json", import.meta.url))).digest("hex").slice(0, 16);
writeFileSync(new URL("../dist/build.json", import.meta.url), JSON.stringify({ api }));
