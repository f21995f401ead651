import { describe, expect, it } from "vitest";
import { emptyBuilding, emptyPlace, toBuilding, toPlace } from "./fields";

const point = { lat: 25.1, lon: 55.2 };

describe("a place of our own", () => {
  it("is sent with a name and a point only", () => {
    expect(toPlace({ ...emptyPlace, name: "Villa 5" })).toBeNull();
    expect(toPlace({ ...emptyPlace, name: " ", point })).toBeNull();
    expect(toPlace({ ...emptyPlace, name: " Villa 5 ", point })).toMatchObject({ name: "Villa 5", ...point, nameAr: null });
  });
  it("has other names by either comma", () => {
    expect(toPlace({ ...emptyPlace, name: "A", point, otherNames: "B, C، د ,," })?.otherNames).toEqual(["B", "C", "د"]);
  });
});

describe("a building", () => {
  it("leaves empty what nobody said", () => {
    const building = toBuilding({ ...emptyBuilding, name: "Tower", point });
    expect(building).toMatchObject({ parking: null, accessOpens: null, doorMinutes: null, gatePass: "none" });
  });
  it("sends hours and minutes as the API wants them", () => {
    const fields = { ...emptyBuilding, name: "Tower", point, accessOpens: "07:30", doorMinutes: "0" };
    expect(toBuilding(fields)).toMatchObject({ accessOpens: "07:30:00", doorMinutes: 0 });
  });
});
