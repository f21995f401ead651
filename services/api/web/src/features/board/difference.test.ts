import { expect, it } from "vitest";
import { translatorFor } from "../../lib/i18n";
import { keyOf, untold } from "./difference";

const summary = { broken: 0, mended: 2, leftOut: 0, placed: 2, changed: 0, laterMinutes: 1 };

it("says in one line what a proposal does to promises, and leaves out what is nothing", async () => {
  const t = await translatorFor("en");
  expect(t("difference.summary", summary)).toBe("No promise broken, 2 kept again, 1 minute later in all");
  expect(t("difference.summary", { ...summary, broken: 1, mended: 0, laterMinutes: 0 })).toBe("1 promise broken");
});

it("says it in Arabic with its own plurals", async () => {
  const t = await translatorFor("ar");
  expect(t("difference.summary", { ...summary, broken: 2 })).toMatch(/^يُخلف وعدان/);
  expect(t("difference.summary", { ...summary, mended: 1 })).toContain("عاد وعد واحد");
});

it("names how a promise is broken, and keeps silent about what the steps say", () => {
  const said = (code: string, params = {}) => keyOf({ code, visitId: "v", params, text: "" });
  expect(said("promise-broken", { how: "other-therapist" })).toBe("difference.otherTherapist");
  expect(said("promise-broken", { how: "left-out" })).toBe("difference.nobody");
  expect(said("therapist-changed")).toBeNull();
  expect(said("later")).toBeNull();
  expect(said("a code of tomorrow")).toBeNull();
});

it("tells once that a visit gets a place, and of every other promise that is kept again", () => {
  const sentence = (code: string, visitId: string) => ({ code, visitId, params: {}, text: "" });
  const late = sentence("promise-mended", "late");
  const placed = sentence("placed", "out");
  expect(untold([sentence("promise-mended", "out"), late, placed])).toEqual([late, placed]);
});
