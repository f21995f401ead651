import { expect, it } from "vitest";
import { termsOf } from "./terms";

it("tells the largest part of the cost first and leaves out what costs nothing", () => {
  expect(termsOf({ travel: 900, overtime: 0, unassigned: 200_000 })).toEqual([
    { term: "unassigned", amount: 200_000 },
    { term: "travel", amount: 900 },
  ]);
});
