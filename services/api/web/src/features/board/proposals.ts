import type { Plan, PlanRoute, Proposal } from "../../api/types";
import { namesOf } from "./names";

type Where = { therapist: string } | null;

/** What happens to one visit; `from` and `to` are null when it has no therapist there. */
export type Relocation = { visitId: string; name: string; from: Where; to: Where };

/** Routes that can only change together, because visits go from one to the other. */
export type Step = { shiftIds: string[]; relocations: Relocation[]; reordered: string[] };

/**
 * A proposal as steps that can be taken one by one. The API knows only whole routes; taking over just one of two
 * that swap visits would lose or double them, so those are one step.
 */
export function stepsOf(plan: Plan, proposal: Proposal): Step[] {
  const routes = new Map(plan.routes.map((route) => [route.shiftId, route]));
  const parents = new Map(proposal.changes.map(({ shiftId }) => [shiftId, shiftId]));
  const rootOf = (shiftId: string): string => {
    const parent = parents.get(shiftId);
    return parent === undefined || parent === shiftId ? shiftId : rootOf(parent);
  };
  const relocations = relocationsOf(plan, proposal, routes);
  for (const { fromShift, toShift } of relocations) {
    if (fromShift && toShift && parents.has(fromShift) && parents.has(toShift)) {
      parents.set(rootOf(fromShift), rootOf(toShift));
    }
  }
  const steps = new Map<string, Step>();
  for (const { shiftId, visitIds } of proposal.changes) {
    const root = rootOf(shiftId);
    const step = steps.get(root) ?? { shiftIds: [], relocations: [], reordered: [] };
    steps.set(root, step);
    step.shiftIds.push(shiftId);
    const route = routes.get(shiftId);
    if (route && isReordered(route, visitIds)) step.reordered.push(route.therapist.name);
  }
  for (const { fromShift, toShift, ...relocation } of relocations) {
    const shiftId = [toShift, fromShift].find((known) => known && parents.has(known));
    if (shiftId) steps.get(rootOf(shiftId))?.relocations.push(relocation);
  }
  return [...steps.values()];
}

type Found = Relocation & { fromShift: string | null; toShift: string | null };

function relocationsOf(plan: Plan, proposal: Proposal, routes: Map<string, PlanRoute>): Found[] {
  const now = new Map(plan.routes.flatMap((route) => openPart(route).map((visitId) => [visitId, route.shiftId])));
  const then = new Map(proposal.changes.flatMap(({ shiftId, visitIds }) => visitIds.map((id) => [id, shiftId])));
  const changing = new Set(proposal.changes.map(({ shiftId }) => shiftId));
  const names = namesOf(plan);
  const where = (shiftId: string | null): Where => {
    const route = shiftId === null ? undefined : routes.get(shiftId);
    return route ? { therapist: route.therapist.name } : null;
  };
  const touched = new Set([
    ...then.keys(),
    ...[...now].filter(([, shiftId]) => changing.has(shiftId)).map(([visitId]) => visitId),
  ]);
  return [...touched]
    .map((visitId) => ({ visitId, fromShift: now.get(visitId) ?? null, toShift: then.get(visitId) ?? null }))
    .filter(({ fromShift, toShift }) => fromShift !== toShift)
    .map((found) => ({
      ...found,
      name: names.get(found.visitId) ?? "",
      from: where(found.fromShift),
      to: where(found.toShift),
    }));
}

/** The visits that may still move; what is frozen stays and is no part of a proposal. */
function openPart(route: PlanRoute): string[] {
  return route.stops.filter((stop) => !stop.frozen).map((stop) => stop.visitId);
}

/** Whether visits that stay in the route follow one another differently. */
function isReordered(route: PlanRoute, visitIds: string[]): boolean {
  const before = openPart(route);
  const stay = before.filter((visitId) => visitIds.includes(visitId));
  const after = visitIds.filter((visitId) => before.includes(visitId));
  return stay.some((visitId, index) => after[index] !== visitId);
}
