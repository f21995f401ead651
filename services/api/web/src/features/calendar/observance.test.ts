import { describe, expect, it } from "vitest";
import type { Observance } from "../../api/types";
import { asKept, isAsKept, toggled } from "./observance";

const known: Observance = {
  therapistId: "t-1",
  fridayPrayer: true,
  fasting: false,
  prayers: ["isha", "asr"],
  upcoming: [],
  version: 2,
};

describe("what a therapist observes", () => {
  it("is shown in the order of the day", () => {
    expect(asKept(known)).toEqual({ fridayPrayer: true, fasting: false, prayers: ["asr", "isha"] });
  });
  it("takes a prayer in and leaves it out again", () => {
    expect(toggled(["asr"], "fajr")).toEqual(["fajr", "asr"]);
    expect(toggled(["fajr", "asr"], "fajr")).toEqual(["asr"]);
  });
  it("is kept only when something changed", () => {
    expect(isAsKept(asKept(known), known)).toBe(true);
    expect(isAsKept({ ...asKept(known), fasting: true }, known)).toBe(false);
  });
});
