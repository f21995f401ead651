import type { Incident, Job, Plan, PlanStop, Proposal, Visit } from "../../api/types";
import { latenessOf } from "../../components/status";

export const filters = ["incidents", "late", "unassigned", "undispatchable", "proposals", "dead"] as const;
export type Filter = (typeof filters)[number];

const over = ["done", "cannot-enter", "unfit", "stopped", "converted", "no-show", "cancelled"];

export function lateStops(plan: Plan): PlanStop[] {
  return plan.routes
    .flatMap((route) => route.stops)
    .filter((stop) => latenessOf(stop.lateS) !== "none" && !over.includes(stop.status))
    .sort((a, b) => (b.lateS ?? 0) - (a.lateS ?? 0));
}

export function undispatchable(visits: Visit[]): Visit[] {
  return visits.filter((visit) => !visit.dispatchable && visit.status === "booked");
}

/** How many of each kind need somebody. */
export function countExceptions(
  plan: Plan,
  visits: Visit[],
  proposals: Proposal[],
  dead: Job[],
  incidents: Incident[],
): Record<Filter, number> {
  return {
    late: lateStops(plan).length,
    unassigned: plan.unassigned.length,
    undispatchable: undispatchable(visits).length,
    proposals: proposals.length,
    dead: dead.length,
    incidents: incidents.length,
  };
}

/** The visits that a filter keeps bright on map and timeline; null dims none. */
export function brightVisits(
  filter: Filter | undefined,
  plan: Plan,
  visits: Visit[],
  proposals: Proposal[],
  incidents: Incident[],
): Set<string> | null {
  switch (filter) {
    case "late":
      return new Set(lateStops(plan).map((stop) => stop.visitId));
    case "undispatchable":
      return new Set(undispatchable(visits).map((visit) => visit.id));
    case "incidents":
      return new Set(incidents.flatMap(({ visitId }) => (visitId === null ? [] : [visitId])));
    case "unassigned":
      return new Set(plan.unassigned.map((entry) => entry.visitId));
    case "proposals":
      return new Set(proposals.flatMap(({ changes }) => changes.map(({ visitId }) => visitId)));
    default:
      return null;
  }
}
