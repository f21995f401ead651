import { expect, it } from "vitest";
import { ageOn } from "./age";

it("counts full years on the birthday and the day before it", () => {
  expect(ageOn("2008-11-22", "2026-11-22")).toBe(18);
  expect(ageOn("2008-11-23", "2026-11-22")).toBe(17);
  expect(ageOn("20", "2026-11-22")).toBeNull();
  expect(ageOn(null, "2026-11-22")).toBeNull();
});
