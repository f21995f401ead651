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

it("says first that a report is kept which the rules do not let count", async () => {
  const refused = problem(409, "certificate-missing", { detail: "The event is stored, but: no.", applied: false });
  await activate("en");
  expect(wordsOf(refused)).toMatch(/^The report is kept, .* The therapist has no valid certificate/);
  expect(wordsOf(problem(409, "certificate-missing"))).toMatch(/^The therapist has no valid certificate/);
  await activate("ar");
  expect(wordsOf(refused)).toMatch(/^حُفظ ما أبلغت به، .* ليس لدى المعالج شهادة سارية/);
});

it("says from which day on a patient is old enough, where only the age is in the way", async () => {
  const tooYoung = problem(409, "request-not-suitable", { notBefore: "2028-12-01T00:00:00+04:00" });
  await activate("en");
  expect(wordsOf(tooYoung)).toMatch(/not suitable .* old enough from .*1 December 2028 on\.$/);
  expect(wordsOf(problem(409, "request-not-suitable"))).not.toMatch(/old enough/);
  await activate("ar");
  expect(wordsOf(tooYoung)).toMatch(/عمر المريض مناسب ابتداءً من .*1 ديسمبر 2028/);
});

it("keeps the server's words where they say what no catalog can", async () => {
  await activate("ar");
  expect(wordsOf(problem(422, "invalid"))).toBe("In English.");
});
