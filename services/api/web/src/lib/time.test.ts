import { describe, expect, it } from "vitest";
import { addDays, calendarDay, clockOf, isoToWall, offsetMinutes, serviceDay, wallToIso } from "./time";

describe("serviceDay", () => {
  it("counts the small hours to the day before, on the tenant's clock", () => {
    expect(serviceDay(new Date("2026-11-22T23:59:00Z"), "Asia/Dubai")).toBe("2026-11-22");
    expect(serviceDay(new Date("2026-11-23T00:00:00Z"), "Asia/Dubai")).toBe("2026-11-23");
  });
});

it("names the calendar day that a caller means, also in the small hours", () => {
  expect(calendarDay(new Date("2026-11-22T21:30:00Z"), "Asia/Dubai")).toBe("2026-11-23");
});

describe("wall clock", () => {
  it("turns a field's time into an instant with the zone's offset, and back", () => {
    expect(wallToIso("2026-11-22T14:00", "Asia/Dubai")).toBe("2026-11-22T14:00:00+04:00");
    expect(isoToWall(new Date("2026-11-22T10:00:00Z"), "Asia/Dubai")).toBe("2026-11-22T14:00");
  });
  it("knows zones with summer time and with half hours", () => {
    expect(wallToIso("2026-07-01T09:00", "Europe/Berlin")).toBe("2026-07-01T09:00:00+02:00");
    expect(offsetMinutes(new Date("2026-01-01T00:00:00Z"), "Asia/Kolkata")).toBe(330);
    expect(offsetMinutes(new Date("2026-01-01T00:00:00Z"), "America/New_York")).toBe(-300);
  });
  it("moves over the end of a month", () => expect(addDays("2026-11-30", 1)).toBe("2026-12-01"));
  it("shows Latin digits in Arabic, as the operators read them", () => {
    expect(clockOf("Asia/Dubai", "ar").dayTime("2026-11-22T10:05:00Z")).toMatch(/22.*14:05$/);
  });
});
