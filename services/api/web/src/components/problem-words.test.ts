import { expect, it } from "vitest";
import { ProblemError } from "../api/problem";
import { activate } from "../lib/i18n";
import { wordsOf } from "./problem-words";

const problem = (status: number, slug: string, more: Record<string, unknown> = {}) =>
  new ProblemError(status, { type: `/problems/${slug}`, detail: "In English.", ...more });

it("says a problem in the page's language", async () => {
  await activate("ar");
  expect(wordsOf(problem(409, "patient-busy"))).toBe("للمريض زيارة أخرى في ذلك الوقت. اختر وقتًا آخر.");
  await activate("en");
  expect(wordsOf(problem(409, "patient-busy"))).toMatch(/^The patient has another visit at that time\./);
});

it("keeps the number under which a failure is found in the log", async () => {
  for (const locale of ["en", "ar"] as const) {
    await activate(locale);
    expect(wordsOf(problem(500, "internal", { incident: "0a1b2c3d4e5f" }))).toContain("\u20680a1b2c3d4e5f\u2069");
  }
});

it("keeps the server's words where they say what no catalog can", async () => {
  await activate("ar");
  expect(wordsOf(problem(422, "invalid"))).toBe("In English.");
});
