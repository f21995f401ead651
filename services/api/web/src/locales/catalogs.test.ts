import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

function catalog(locale: string): Record<string, string> {
  return JSON.parse(readFileSync(join(__dirname, `${locale}.json`), "utf8"));
}

const en = catalog("en");
const ar = catalog("ar");
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();
const words = (text: string) => placeholders(text).filter((name) => name !== undefined && !/^[A-Z]/.test(name));

describe("catalogs", () => {
  it("say everything in both languages", () => {
    expect(Object.keys(ar)).toEqual(Object.keys(en));
  });
  it("fill in the same values", () => {
    for (const [key, text] of Object.entries(en)) {
      const named = words(text).filter((name) => text.includes(`{${name}}`) || text.includes(`{${name},`));
      const inArabic = words(ar[key] ?? "").filter((name) => new RegExp(`\\{${name}[},]`).test(ar[key] ?? ""));
      expect([key, inArabic]).toEqual([key, named]);
    }
  });
  it("are written in Arabic where they are Arabic", () => {
    const foreign = Object.entries(ar).filter(([, text]) => !/[\u0600-\u06ff]/.test(text));
    expect(foreign).toEqual([]);
  });
  it("give Arabic plurals more than one and other", () => {
    const plain = Object.entries(ar).filter(([, text]) => text.includes("plural,") && !/\bfew \{/.test(text));
    expect(plain).toEqual([]);
  });
});

it("every message that a component names exists", () => {
  const sources = readdirSync(join(__dirname, ".."), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => readFileSync(join(__dirname, "..", file), "utf8"))
    .join("\n");
  const groups = [...sources.matchAll(/translateWord\("(\w+)"/g)].map((match) => match[1]);
  const known = new Set(Object.keys(en).map((key) => key.split(".")[0]));
  expect(groups.filter((group) => !known.has(group))).toEqual([]);
});
