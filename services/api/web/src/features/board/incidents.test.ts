import { expect, it } from "vitest";
import type { Incident } from "../../api/types";
import { activate } from "../../lib/i18n";
import { ageOf, whoOf, wordsOf, type Whose } from "./incidents";

const at = "2026-11-22T10:00:00+04:00";
const emergency: Incident = {
  id: "i",
  visitId: null,
  requestId: "r",
  therapistId: null,
  kind: "emergency",
  text: "Emergency answers on the phone.",
  status: "open",
  at,
  version: 1,
};

it("tells how long an incident has been open, also in Arabic duals", async () => {
  const after = (minutes: number) => ageOf(at, Date.parse(at) + minutes * 60_000);
  await activate("en");
  expect([0, 12, 59, 60, 47 * 60, 48 * 60].map(after)).toEqual([
    "just now",
    "12 min ago",
    "59 min ago",
    "1 hour ago",
    "47 hours ago",
    "2 days ago",
  ]);
  await activate("ar");
  expect(after(121)).toBe("قبل ساعتين");
});

it("names who had the visit when it happened, else who has it now", () => {
  const plan: Whose = {
    routes: [
      { therapist: { id: "a", name: "Sara" }, stops: [] },
      { therapist: { id: "b", name: "Omar" }, stops: [{ visitId: "v", patientName: "Mariam" }] },
    ],
    unassigned: [{ visitId: "u", patientName: "Huda" }],
  };
  expect(whoOf(plan, { visitId: "v", therapistId: "a" })).toEqual({ patient: "Mariam", therapist: "Sara" });
  expect(whoOf(plan, { visitId: "v", therapistId: null })).toEqual({ patient: "Mariam", therapist: "Omar" });
  expect(whoOf(plan, { visitId: "u", therapistId: "gone" })).toEqual({ patient: "Huda", therapist: null });
  expect(whoOf(plan, { visitId: null, therapistId: null })).toBeNull();
});

it("says a refused report by its refusal, in the page's language", async () => {
  await activate("ar");
  expect(wordsOf({ ...emergency, kind: "time-taken" }).title).toBe("بلاغ مرفوض");
  expect(wordsOf({ ...emergency, kind: "time-taken" }).sentence).toMatch(/[\u0600-\u06ff]/);
  expect(wordsOf({ ...emergency, kind: "brand-new", text: "As the server says." }).sentence).toBe("As the server says.");
});
