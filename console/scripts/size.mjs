// What a browser loads before any screen: the entry and everything it imports at once. Over the limit: the build fails.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 350 * 1024;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const gzip = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
const kb = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const initial = closure(entry);
const js = [...initial].reduce((sum, key) => sum + gzip(manifest[key].file), 0);
const css = [...initial].flatMap((key) => manifest[key].css ?? []).reduce((sum, file) => sum + gzip(file), 0);
console.log(`initial JS ${kb(js)} gzip of ${kb(LIMIT)}, CSS ${kb(css)}`);
for (const key of Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry)) {
  const more = [...closure(key)].filter((part) => !initial.has(part));
  console.log(`  + ${kb(more.reduce((sum, part) => sum + gzip(manifest[part].file), 0)).padStart(9)}  ${key}`);
}
if (js > LIMIT) {
  console.error("The initial JS is over its limit: load something lazily.");
  process.exit(1);
}
