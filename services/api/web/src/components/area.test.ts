import { expect, it } from "vitest";
import { areaOf, labelOf, unrepeated } from "./area";

const community = { name: "Dubai Marina", names: { en: "Dubai Marina", ar: "مرسى دبي" } };

it("names the community in the page's language, else what the place is called", () => {
  expect(areaOf({ label: "Villa 7", community }, "ar")).toBe("مرسى دبي");
  expect(areaOf({ label: "Villa 7", community }, "en")).toBe("Dubai Marina");
  expect(areaOf({ label: "Villa 7", community: null }, "ar")).toBe("Villa 7");
  expect(areaOf(null, "ar")).toBe("–");
});

it("keeps the name that somebody chose, and translates the community's own", () => {
  expect(labelOf({ label: "Villa 7", community }, "ar")).toBe("Villa 7");
  expect(labelOf({ label: "Dubai Marina", community }, "ar")).toBe("مرسى دبي");
  expect(labelOf({ label: null, community }, "en")).toBe("Dubai Marina");
});

it("says no part of an address twice, but keeps a number that only looks like a part", () => {
  expect(unrepeated(["Villa 3, Street 8", null, "Villa 3", "Al Barsha"])).toEqual(["Villa 3, Street 8", "Al Barsha"]);
  expect(unrepeated(["Tower 12, Street 8", "Tower 12", "1"])).toEqual(["Tower 12, Street 8", "1"]);
});
