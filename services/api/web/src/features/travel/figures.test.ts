import { describe, expect, it } from "vitest";
import { kilometres, percent, signed, widths } from "./figures";

describe("the travel report's figures", () => {
  it("are percentages, and a dash without a drive", () => {
    expect([percent(0.082), percent(null), signed(0.05), signed(-0.05)]).toEqual(["8.2 %", "–", "+5.0 %", "-5.0 %"]);
  });
  it("say the last band has no end", () => {
    expect([kilometres(5, 10), kilometres(20, null)]).toEqual(["5–10 km", "> 20 km"]);
  });
  it("draw bars against the widest, and none of nothing", () => {
    expect(widths([0.1, 0.2, null])).toEqual([50, 100, 0]);
    expect(widths([])).toEqual([]);
    expect(widths([null])).toEqual([0]);
  });
});
