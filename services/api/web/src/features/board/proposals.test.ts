import { expect, it } from "vitest";
import type { Proposal, ProposedChange } from "../../api/types";
import { stepsOf } from "./proposals";

const at = "2026-11-22T10:00:00+04:00";
const spot = (shiftId: string) => ({ shiftId, therapist: { id: shiftId, name: `Therapist ${shiftId}` }, plannedStart: at });

function change(visitId: string, from: string | null, to: string | null): ProposedChange {
  const kind = from === null ? "placed" : to === null ? "dropped" : from === to ? "retimed" : "moved";
  return { kind, visitId, from: from === null ? null : spot(from), to: to === null ? null : spot(to) };
}

function proposal(shiftIds: string[], changes: ProposedChange[]): Proposal {
  const routes = shiftIds.map((shiftId) => ({ shiftId, visitIds: [] }));
  const about = { id: "p", date: "2026-11-22", kind: "planner", status: "open", generation: 1, version: 1 };
  return { ...about, changes, routes, difference: [], createdAt: at };
}

it("keeps routes together that hand visits to one another, and others apart", () => {
  const [moved, retimed] = [change("v1", "a", "b"), change("v2", "c", "c")];
  expect(stepsOf(proposal(["a", "b", "c"], [moved, retimed]))).toEqual([
    { shiftIds: ["a", "b"], changes: [moved] },
    { shiftIds: ["c"], changes: [retimed] },
  ]);
});

it("puts a placed visit to its new route, and a dropped one to its old", () => {
  const [placed, dropped] = [change("v1", null, "a"), change("v2", "b", null)];
  expect(stepsOf(proposal(["a", "b"], [placed, dropped])).map(({ changes }) => changes)).toEqual([[placed], [dropped]]);
});
