import { expect, it } from "vitest";
import type { Incident } from "../../api/types";
import { activate } from "../../lib/i18n";
import { ageOf, requestOf, wordsOf } from "./incidents";

const at = "2026-11-22T10:00:00+04:00";
const request = "01930000-0000-7000-8000-0000000000aa";
const emergency: Incident = {
  id: "i",
  visitId: null,
  kind: "emergency",
  text: `Emergency answers in request ${request}: call back.`,
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

it("finds the request of an emergency on the phone, and none where there is a visit", () => {
  expect(requestOf(emergency)).toBe(request);
  expect(requestOf({ ...emergency, visitId: "v" })).toBeNull();
});

it("says a refused report by its refusal, in the page's language", async () => {
  await activate("ar");
  expect(wordsOf({ ...emergency, kind: "time-taken" }).title).toBe("بلاغ مرفوض");
  expect(wordsOf({ ...emergency, kind: "time-taken" }).sentence).toMatch(/[\u0600-\u06ff]/);
  expect(wordsOf({ ...emergency, kind: "brand-new", text: "As the server says." }).sentence).toBe("As the server says.");
});
