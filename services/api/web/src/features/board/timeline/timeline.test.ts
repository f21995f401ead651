import { describe, expect, it } from "vitest";
import type { PlanRoute, PlanStop } from "../../../api/types";
import { neighbour } from "./keys";
import { percent, scaleOf } from "./scale";

const day = "2026-11-22T";

function stop(visitId: string, from: string, to: string): PlanStop {
  const window = { opensAt: `${day}${from}:00Z`, closesAt: `${day}${to}:00Z` };
  return {
    visitId,
    kind: "visit",
    service: "physiotherapy",
    patientName: visitId,
    place: { lat: 25, lon: 55, label: "", community: null },
    window,
    leaveAt: window.opensAt,
    plannedArrival: window.opensAt,
    plannedStart: window.opensAt,
    plannedDeparture: window.closesAt,
    predictedArrival: window.opensAt,
    predictedStart: window.opensAt,
    lateS: 0,
    status: "booked",
    pinned: false,
    frozen: false,
    published: false,
  };
}

function route(shiftId: string, startsAt: string, endsAt: string, stops: PlanStop[]): PlanRoute {
  return {
    shiftId,
    therapist: { id: shiftId, name: shiftId, gender: "female", languages: [] },
    startsAt,
    endsAt,
    start: { lat: 25, lon: 55 },
    status: "planned",
    routeVersion: 1,
    acknowledgedVersion: 0,
    travelS: 0,
    stops,
  };
}

const routes = [
  route("a", `${day}07:10:00Z`, `${day}15:00:00Z`, [stop("a1", "08:00", "09:00"), stop("a2", "12:00", "13:00")]),
  route("empty", `${day}07:00:00Z`, `${day}15:00:00Z`, []),
  route("b", `${day}18:00:00Z`, "2026-11-23T02:00:00Z", [stop("b1", "18:30", "19:00"), stop("b2", "20:00", "21:00")]),
];

describe("neighbour", () => {
  it("goes to the next stop in the direction of time, which is left in Arabic", () => {
    expect(neighbour(routes, "a1", "ArrowRight", false)).toBe("a2");
    expect(neighbour(routes, "a1", "ArrowLeft", true)).toBe("a2");
    expect(neighbour(routes, "a1", "ArrowLeft", false)).toBeUndefined();
  });
  it("goes down to the nearest in time, past shifts without stops", () => {
    expect(neighbour(routes, "a2", "ArrowDown", false)).toBe("b1");
    expect(neighbour(routes, "b2", "ArrowUp", false)).toBe("a2");
  });
});

describe("scale", () => {
  it("holds a night shift whole, across midnight, in full hours", () => {
    const scale = scaleOf(routes);
    expect(scale && new Date(scale.start).toISOString()).toBe("2026-11-22T07:00:00.000Z");
    expect(scale && new Date(scale.end).toISOString()).toBe("2026-11-23T02:00:00.000Z");
    expect(scale && percent(scale, "2026-11-22T16:30:00Z")).toBe(50);
  });
  it("is absent on a day without shifts", () => expect(scaleOf([])).toBeNull());
});
