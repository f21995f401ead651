import type { Plan } from "../../api/types";

/** Who each visit of the day is for. */
export function namesOf(plan: Plan): Map<string, string> {
  return new Map([
    ...plan.routes.flatMap((route) => route.stops).map((stop) => [stop.visitId, stop.patientName ?? ""] as const),
    ...plan.unassigned.map((entry) => [entry.visitId, entry.patientName ?? ""] as const),
  ]);
}
