import { readFileSync } from "node:fs";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

/** Compiles the ICU messages of src/locales/*.json while building, so that no parser ships to the browser. */
export function compileCatalogs(): Plugin {
  return {
    name: "compile-catalogs",
    enforce: "pre",
    load(id) {
      const file = id.split("?")[0] ?? id;
      if (!/src\/locales\/\w+\.json$/.test(file)) return null;
      const source: Record<string, string> = JSON.parse(readFileSync(file, "utf8"));
      const compiled = Object.entries(source).map(([key, text]) => [key, compileMessage(text)]);
      return { code: JSON.stringify(Object.fromEntries(compiled)), map: null };
    },
  };
}
