import { expect, it } from "vitest";
import { freshOffers } from "./requests";
import { violationsOf } from "./plans";
import { ProblemError } from "./problem";
import { tenantChoices } from "./session";

it("says the server's sentence and keeps its fields", () => {
  const body = { type: "/problems/invalid", detail: "Outside Dubai.", errors: [{ field: "place.lat", message: "no" }] };
  const problem = new ProblemError(422, body);
  expect([problem.message, problem.slug, problem.errors]).toEqual([
    "Outside Dubai.",
    "invalid",
    [{ field: "place.lat", message: "no" }],
  ]);
});

it("reads the fresh offers of a hold that somebody else took, and of nothing else", () => {
  const offer = {
    id: "o",
    startsAt: "2026-11-22T10:00:00+04:00",
    endsAt: "2026-11-22T11:00:00+04:00",
    addedTravelS: 60,
    therapist: { id: "t", name: "Noura", gender: "female" },
  };
  expect(freshOffers(new ProblemError(409, { type: "/problems/hold-taken", offers: [offer] }))).toEqual([offer]);
  expect(freshOffers(new ProblemError(409, { type: "/problems/not-ready" }))).toBeNull();
});

it("takes an unknown class of violation for safety, which nobody passes", () => {
  const body = { violations: [{ id: "v", class: "new", visitId: null, text: "?" }] };
  expect(violationsOf(new ProblemError(409, body))[0]?.class).toBe("safety");
});

it("lists the tenants to choose from", () => {
  const body = { tenants: [{ id: "1", slug: "marina", name: "Marina" }] };
  expect(tenantChoices(new ProblemError(409, body))).toEqual([{ value: "marina", name: "Marina" }]);
  expect(tenantChoices(new ProblemError(401, {}))).toEqual([]);
});
