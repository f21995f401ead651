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

describe("words that the server sends by code", () => {
  const source = (path: string) => readFileSync(join(__dirname, "../../../../..", path), "utf8");
  const codesIn = (path: string, pattern: RegExp) => [...source(path).matchAll(pattern)].map((match) => match[1]);

  it("name every reason for a visit without a stop", () => {
    const codes = codesIn("shared/domain/reasons.py", /^ {4}[A-Z_]+ = "([a-z_]+_[a-z_]+|outprioritised|quarantined)"$/gm);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !(`reason.${code}` in en))).toEqual([]);
  });
  const folder = (path: string) =>
    readdirSync(join(__dirname, "../../../../..", path))
      .filter((file) => file.endsWith(".py"))
      .map((file) => `${path}/${file}`);

  it("name every rule that a person can break", () => {
    const claims = ["cost", "cost_term", "bound", "gap", "status", "terms"]; // of a plan file, never of a move or a day
    const rules = folder("shared/routing/referee").flatMap((path) => codesIn(path, /\b(?:safety|promise)\(\s*"([a-z_]+)"/g));
    expect(rules.length).toBeGreaterThan(30);
    expect(rules.filter((rule) => !claims.includes(rule ?? "") && !(`rule.${rule}` in en))).toEqual([]);
  });
  it("name every kind of job", () => {
    const kinds = codesIn("shared/jobs.py", /^ {4}[A-Z_]+ = "([a-z-]+)"/gm);
    expect(kinds.length).toBeGreaterThan(4);
    expect(kinds.filter((kind) => !(`job.${kind}` in en))).toEqual([]);
  });
  it("name every part of a plan's cost", () => {
    const terms = codesIn("shared/routing/weights.py", /^ {4}([a-z_]+): int = 1$/gm);
    expect(terms.length).toBeGreaterThan(10);
    expect(terms.filter((term) => !(`term.${term}` in en))).toEqual([]);
  });
  it("name every rule that keeps a visit out of a shift", () => {
    const broken = folder("shared/routing/rules").filter((path) => source(path).includes("violations=("));
    const rules = broken.flatMap((path) => codesIn(path, /^ {4}name="([a-z_]+)"/gm));
    const others = codesIn("shared/routing/explain_blockers.py", /^(?:OTHERS|TOO_COSTLY) = "([a-z_]+)"/gm);
    const named = codesIn("services/api/explain/words.py", /^NAMED = "([a-z_]+)"/gm);
    expect([rules.length > 20, others.length, named.length]).toEqual([true, 2, 1]);
    expect([...rules, ...others, ...named].filter((rule) => !(`blocker.${rule}` in en))).toEqual([]);
  });
  it("name everything that would make a visit fit", () => {
    const kinds = codesIn("services/api/explain/words.py", /^ {4}[A-Z_]+ = "([a-z-]+)"$/gm);
    expect(kinds.length).toBeGreaterThan(10);
    expect(kinds.filter((kind) => !(`suggestion.${kind}` in en))).toEqual([]);
  });
});
