import { expect, it } from "vitest";
import { percentOf, proofOf, shareOf } from "./proof";

it("says how far a plan may be from the best, rounded against the plan", () => {
  expect(proofOf(0.0421)).toEqual({ kind: "within", percent: "4.3" });
  expect(proofOf(0)).toEqual({ kind: "optimal" });
});

it("gives no figure where the bound proves nothing", () => {
  expect(proofOf(655.6)).toEqual({ kind: "weak" });
  expect(proofOf(null)).toEqual({ kind: "unknown" });
});

it("says the gap as a figure, also where the words call it weak", () => {
  expect([undefined, null, 0, 0.0312, 31.5].map(percentOf)).toEqual([null, null, "0.0", "3.2", "3,150.0"]);
});

it("promises no more punctuality than is expected", () => {
  expect([null, undefined, 1, 0.999, 0.9301].map(shareOf)).toEqual([null, null, "100", "99", "93"]);
});
