import { expect, it } from "vitest";
import { proofOf } from "./proof";

it("says how far a plan may be from the best, rounded against the plan", () => {
  expect(proofOf(0.0421)).toEqual({ kind: "within", percent: "4.3" });
  expect(proofOf(0)).toEqual({ kind: "optimal" });
});

it("gives no figure where the bound proves nothing", () => {
  expect(proofOf(655.6)).toEqual({ kind: "weak" });
  expect(proofOf(null)).toEqual({ kind: "unknown" });
});
