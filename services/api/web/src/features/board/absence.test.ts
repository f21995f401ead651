import { expect, it } from "vitest";
import { absenceFrom } from "./absence";

const night = { shiftId: "n", startsAt: "2026-11-22T22:00:00+04:00", endsAt: "2026-11-23T06:00:00+04:00" };

it("begins now in a shift that runs, also after midnight, and with the shift when that is ahead", () => {
  const at = (now: string) => absenceFrom(night, "Asia/Dubai", Date.parse(now));
  expect(at("2026-11-23T00:31:00+04:00")).toEqual({ shiftId: "n", from: "2026-11-23T00:31", to: "2026-11-23T06:00" });
  expect(at("2026-11-22T09:00:00+04:00")).toEqual({ shiftId: "n", from: "2026-11-22T22:00", to: "2026-11-23T06:00" });
  expect(absenceFrom(undefined, "Asia/Dubai", 0).from).toBe("");
});
