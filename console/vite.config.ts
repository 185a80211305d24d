import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env["YUTANG_SERVER"] ?? "http://127.0.0.1:8700";

export default defineConfig({
  base: "/app/",
  plugins: [react()],
  resolve: { alias: { "@": here("src"), "@locales": here("../src/yutang/locales") } },
  server: { fs: { allow: [here("..")] }, proxy: { "/api": server } },
  build: {
    target: "es2023",
    manifest: true,
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // One group only: what never changes between builds. The rest is split by who imports it, so that
        // antd's table or ECharts are never loaded before the screen that shows one.
        codeSplitting: {
          groups: [{ name: "react", test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack)[\\/]/ }],
        },
      },
    },
  },
});
