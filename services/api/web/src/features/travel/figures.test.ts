import { beforeAll, describe, expect, it } from "vitest";
import { activate } from "../../lib/i18n";
import { kilometres, percent, signed, widths } from "./figures";

describe("the travel report's figures", () => {
  beforeAll(() => activate("en"));
  it("are percentages, and a dash without a drive", () => {
    expect([percent(0.082), percent(null), signed(0.05), signed(-0.05)]).toEqual(["8.2%", "–", "+5.0%", "-5.0%"]);
  });
  it("say the last band has no end", () => {
    expect([kilometres(5, 10), kilometres(20, null)]).toEqual(["\u20665–10\u2069 km", "over 20 km"]);
  });
  it("are in the language of the page", async () => {
    await activate("ar");
    expect([percent(0.082), kilometres(20, null)]).toEqual(["8.2٪", "أكثر من 20 كم"]);
  });
  it("draw bars against the widest, and none of nothing", () => {
    expect(widths([0.1, 0.2, null])).toEqual([50, 100, 0]);
    expect(widths([])).toEqual([]);
    expect(widths([null])).toEqual([0]);
  });
});
