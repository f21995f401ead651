import { describe, expect, it } from "vitest";
import type { PlaceCandidate } from "../../api/types";
import { doubtOf, placeOf, surenessOf } from "./candidates";

const marina: PlaceCandidate = {
  label: "Dubai Marina",
  lat: 25.08,
  lon: 55.14,
  precisionM: 900,
  source: "gazetteer",
  community: { number: 392, name: "Marsa Dubai", names: { en: "Marsa Dubai", ar: "مرسى دبي" } },
  id: null,
  confidence: 0.95,
  kind: "community",
  key: null,
  buildingId: null,
  confirm: false,
  needsPin: true,
  ambiguousWith: null,
  remote: null,
};

describe("a place's candidate", () => {
  it("is told by how sure it is", () => {
    expect([1, 0.85, 0.7, 0.3].map(surenessOf)).toEqual(["sure", "sure", "likely", "perhaps"]);
  });
  it("of a name that two emirates share is asked about first", () => {
    expect(doubtOf({ ...marina, ambiguousWith: "Sharjah", confirm: true })).toBe("which-emirate");
    expect(doubtOf({ ...marina, confirm: true })).toBe("read-back");
    expect(doubtOf(marina)).toBeNull();
  });
  it("keeps flat and way in that were typed before", () => {
    const before = { lat: 1, lon: 2, unit: "12A", entryNotes: "back door" };
    expect(placeOf(marina, before, false)).toMatchObject({ lat: 25.08, precisionM: 900, unit: "12A", entryNotes: "back door" });
  });
  it("counts as confirmed only when it was read back", () => {
    const makani = { ...marina, confirm: true };
    expect(placeOf(makani, null, true).confirmed).toBe(true);
    expect(placeOf(makani, null, false).confirmed).toBeUndefined();
    expect(placeOf(marina, null, true).confirmed).toBeUndefined();
  });
  it("that is a building leaves the point to the building's entrance", () => {
    const tower = placeOf({ ...marina, buildingId: "b-1" }, null, false);
    expect(tower.buildingId).toBe("b-1");
    expect(tower.lat).toBeUndefined();
  });
});
