import type { Incident, PlanRoute, PlanStop, Unassigned } from "../../api/types";
import { translate, translateWord } from "../../lib/i18n";

type Named = "visitId" | "patientName";

/** What a plan says of people. */
export type Whose = {
  routes: { therapist: Pick<PlanRoute["therapist"], "id" | "name">; stops: Pick<PlanStop, Named>[] }[];
  unassigned: Pick<Unassigned, Named>[];
};

/**
 * Patient and therapist of the incident's visit, when the shown day has it; null when another day does.
 * The therapist is who had the visit when it happened, if they work that day.
 */
export function whoOf(
  plan: Whose,
  { visitId, therapistId }: Pick<Incident, "visitId" | "therapistId">,
): { patient: string; therapist: string | null } | null {
  const had = plan.routes.find((route) => route.therapist.id === therapistId)?.therapist.name;
  for (const route of plan.routes) {
    const stop = route.stops.find((one) => one.visitId === visitId);
    if (stop) return { patient: stop.patientName ?? "", therapist: had ?? route.therapist.name };
  }
  const entry = plan.unassigned.find((one) => one.visitId === visitId);
  return entry ? { patient: entry.patientName ?? "", therapist: had ?? null } : null;
}

/** How long it has been open, in the largest whole unit. */
export function ageOf(at: string, now: number): string {
  const count = Math.floor((now - Date.parse(at)) / 60_000);
  if (count < 1) return translate("incidents.now");
  if (count < 60) return translate("incidents.agoMinutes", { count });
  if (count < 48 * 60) return translate("incidents.agoHours", { count: Math.floor(count / 60) });
  return translate("incidents.agoDays", { count: Math.floor(count / 1440) });
}

/** What kind it is and what to do; a report that the database refused has the refusal for its kind. */
export function wordsOf({ kind, text }: Incident): { title: string; sentence: string } {
  return {
    title: translateWord("incident", kind, translate("incident.refused")),
    sentence: translateWord("incidentText", kind, translateWord("problem", kind, text)),
  };
}
