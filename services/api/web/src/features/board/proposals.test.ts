import { expect, it } from "vitest";
import type { Plan, PlanRoute, PlanStop, Proposal } from "../../api/types";
import { stepsOf } from "./proposals";

const at = "2026-11-22T10:00:00+04:00";
const window = { opensAt: at, closesAt: at };

function stop(visitId: string, frozen = false): PlanStop {
  return {
    visitId,
    kind: "visit",
    service: "physiotherapy",
    patientName: `Patient ${visitId}`,
    place: { lat: 25, lon: 55, label: "", community: null },
    window,
    leaveAt: at,
    plannedArrival: at,
    plannedStart: at,
    plannedDeparture: at,
    predictedArrival: at,
    predictedStart: at,
    lateS: 0,
    status: "booked",
    pinned: false,
    frozen,
    published: true,
  };
}

function route(shiftId: string, stops: PlanStop[]): PlanRoute {
  return {
    shiftId,
    therapist: { id: shiftId, name: `Therapist ${shiftId}`, gender: "female", languages: [] },
    startsAt: at,
    endsAt: at,
    start: { lat: 25, lon: 55 },
    status: "started",
    routeVersion: 1,
    acknowledgedVersion: 1,
    travelS: 0,
    stops,
  };
}

const plan: Plan = {
  date: "2026-11-22",
  generation: 1,
  status: "published",
  cost: 1,
  bound: 1,
  gap: 0,
  costTerms: {},
  estimated: false,
  publishedAt: at,
  solvedAt: at,
  routes: [
    route("a", [stop("a0", true), stop("a1"), stop("a2")]),
    route("b", [stop("b1")]),
    route("c", [stop("c1"), stop("c2")]),
  ],
  unassigned: [
    {
      visitId: "u",
      service: "physiotherapy",
      patientName: "Patient u",
      place: { lat: 25, lon: 55, label: "", community: null },
      window,
      priority: 0,
      reason: { code: "no_skill", text: "Nobody." }, blockers: [], suggestions: null,
    },
  ],
  jobs: [],
  absences: [],
};

function proposal(changes: Proposal["changes"]): Proposal {
  return { id: "p", date: "2026-11-22", kind: "planner", status: "open", generation: 1, changes, difference: [], createdAt: at, version: 1 };
}

it("says who takes an unassigned visit, and is silent about what stays", () => {
  expect(stepsOf(plan, proposal([{ shiftId: "b", visitIds: ["b1", "u"] }]))).toEqual([
    {
      shiftIds: ["b"],
      relocations: [{ visitId: "u", name: "Patient u", from: null, to: { therapist: "Therapist b" } }],
      reordered: [],
    },
  ]);
});

it("keeps routes together that hand visits to one another, and others apart", () => {
  const steps = stepsOf(
    plan,
    proposal([
      { shiftId: "a", visitIds: ["a1"] },
      { shiftId: "b", visitIds: ["a2", "b1"] },
      { shiftId: "c", visitIds: ["c2", "c1"] },
    ]),
  );
  expect(steps.map(({ shiftIds }) => shiftIds)).toEqual([["a", "b"], ["c"]]);
  expect(steps[0]?.relocations.map(({ visitId }) => visitId)).toEqual(["a2"]);
  expect(steps[1]?.reordered).toEqual(["Therapist c"]);
});

it("names a visit that would lose its therapist", () => {
  const [step] = stepsOf(plan, proposal([{ shiftId: "c", visitIds: ["c1"] }]));
  expect(step?.relocations).toEqual([
    { visitId: "c2", name: "Patient c2", from: { therapist: "Therapist c" }, to: null },
  ]);
});
