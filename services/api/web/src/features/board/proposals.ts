import type { Proposal, ProposedChange } from "../../api/types";

/** Routes that can only change together, because visits go from one to the other, and what that changes. */
export type Step = { shiftIds: string[]; changes: ProposedChange[] };

/**
 * A proposal as steps that can be taken one by one. The API takes over whole routes; taking over just one of two
 * that swap visits would lose or double them, so those are one step.
 */
export function stepsOf({ routes, changes }: Proposal): Step[] {
  const parents = new Map(routes.map(({ shiftId }) => [shiftId, shiftId]));
  const rootOf = (shiftId: string): string => {
    const parent = parents.get(shiftId);
    return parent === undefined || parent === shiftId ? shiftId : rootOf(parent);
  };
  for (const { from, to } of changes) {
    if (from && to && parents.has(from.shiftId) && parents.has(to.shiftId)) {
      parents.set(rootOf(from.shiftId), rootOf(to.shiftId));
    }
  }
  const steps = new Map<string, Step>();
  for (const { shiftId } of routes) {
    const root = rootOf(shiftId);
    const step = steps.get(root) ?? { shiftIds: [], changes: [] };
    steps.set(root, step);
    step.shiftIds.push(shiftId);
  }
  for (const change of changes) {
    const shiftId = (change.to ?? change.from)?.shiftId;
    if (shiftId !== undefined) steps.get(rootOf(shiftId))?.changes.push(change);
  }
  return [...steps.values()];
}
