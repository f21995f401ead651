import { describe, expect, it } from "vitest";
import { asEver, isSaid, toDayIn } from "./say";

describe("what is said of a day", () => {
  it("leaves to the libraries what nobody said", () => {
    expect(toDayIn(asEver)).toEqual({ holiday: null, ramadan: null, fridayPrayerAt: null, iftarAt: null });
    expect(isSaid(asEver)).toBe(false);
  });
  it("makes a holiday an ordinary day by an empty name", () => {
    expect(toDayIn({ ...asEver, kind: "ordinary" }).holiday).toBe("");
    expect(isSaid({ ...asEver, kind: "ordinary" })).toBe(true);
  });
  it("needs the name of a holiday", () => {
    expect(isSaid({ ...asEver, kind: "holiday", name: "  " })).toBe(false);
    expect(toDayIn({ ...asEver, kind: "holiday", name: " Eid " }).holiday).toBe("Eid");
  });
  it("can end Ramadan and move its break", () => {
    const said = toDayIn({ ...asEver, ramadan: "no", iftarAt: "18:31" });
    expect([said.ramadan, said.iftarAt]).toEqual([false, "18:31:00"]);
  });
});
