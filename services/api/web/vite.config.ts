import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compileCatalogs } from "./tools/compile-catalogs.ts";

const api = process.env.ROUNDS_API ?? "http://127.0.0.1:8000";
const proxy = Object.fromEntries(["/v1", "/health", "/schema"].map((path) => [path, { target: api }]));

export default defineConfig({
  plugins: [compileCatalogs(), react()],
  server: { proxy },
  preview: { proxy },
  worker: { format: "es" },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    // light-dark() stays as written: what it is turned into for older browsers ignores the page's scheme.
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    chunkSizeWarningLimit: 1200,
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"], restoreMocks: true },
});
