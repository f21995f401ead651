import { describe, expect, it } from "vitest";
import type { Disruption } from "../../../api/types";
import { active, emptyDraft, isEverywhere, toDisruption, type Draft } from "./bad-day";

const draft: Draft = {
  area: "everywhere",
  communities: [],
  center: null,
  radiusKm: 3,
  from: "2026-11-23T08:00",
  to: "2026-11-23T12:00",
  factor: 1.5,
  reason: " rain ",
};
const rain: Disruption = {
  id: "d-1",
  startsAt: "2026-11-23T04:00:00Z",
  endsAt: "2026-11-23T08:00:00Z",
  factor: 1.5,
  reason: "rain",
  communities: [],
  circle: { lat: 25, lon: 55.3, radiusM: 50_000 },
  version: 1,
};

describe("a bad day", () => {
  it("is said in the tenant's time, and covers the emirate", () => {
    const said = toDisruption(draft, "Asia/Dubai", true);
    expect(said).toMatchObject({ startsAt: "2026-11-23T08:00:00+04:00", reason: "rain", dryRun: true });
    expect(said?.circle?.radiusM).toBe(50_000);
  });
  it("around a place needs the place", () => {
    expect(toDisruption({ ...draft, area: "around" }, "Asia/Dubai", false)).toBeNull();
    const center = { name: "Al Quoz", lat: 25.15, lon: 55.24 };
    expect(toDisruption({ ...draft, area: "around", center }, "Asia/Dubai", false)?.circle).toEqual({
      lat: 25.15,
      lon: 55.24,
      radiusM: 3_000,
    });
  });
  it("in communities needs one, and sends no circle", () => {
    expect(toDisruption({ ...draft, area: "communities" }, "Asia/Dubai", false)).toBeNull();
    const communities = [{ number: 392, name: "Marsa Dubai", names: { en: "Marsa Dubai", ar: "مرسى دبي" } }];
    const said = toDisruption({ ...draft, area: "communities", communities }, "Asia/Dubai", false);
    expect(said?.communities).toEqual([392]);
    expect(said).not.toHaveProperty("circle");
  });
  it("without a reason, or that ends before it begins, is not said", () => {
    expect(toDisruption({ ...draft, reason: " " }, "Asia/Dubai", false)).toBeNull();
    expect(toDisruption({ ...draft, to: draft.from }, "Asia/Dubai", false)).toBeNull();
  });
  it("starts now in the service day that is running, also after midnight", () => {
    const draftAt = (date: string, now: string) => {
      const { from, to } = emptyDraft(date, "Asia/Dubai", new Date(now));
      return [from, to];
    };
    expect(draftAt("2026-11-22", "2026-11-22T14:10:00+04:00")).toEqual(["2026-11-22T14:10", "2026-11-22T22:00"]);
    expect(draftAt("2026-11-22", "2026-11-23T00:31:00+04:00")).toEqual(["2026-11-23T00:31", "2026-11-23T06:00"]);
    expect(draftAt("2026-11-23", "2026-11-23T00:31:00+04:00")).toEqual(["2026-11-23T06:00", "2026-11-23T22:00"]);
    expect(draftAt("2026-11-23", "2026-11-23T04:00:00+04:00")).toEqual(["2026-11-23T04:00", "2026-11-23T22:00"]);
  });
  it("counts while it overlaps what is looked at", () => {
    const at = (hour: string) => Date.parse(`2026-11-23T${hour}:00:00Z`);
    expect(active([rain], at("07"), at("09"))).toEqual([rain]);
    expect(active([rain], at("08"), at("09"))).toEqual([]);
    expect(isEverywhere(rain)).toBe(true);
  });
});
