import type { Incident, Plan } from "../../api/types";
import { translate, translateWord } from "../../lib/i18n";

const known = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** The request that an incident without a visit is about; only its sentence names it. */
export function requestOf(incident: Incident): string | null {
  return incident.visitId === null ? (known.exec(incident.text)?.[0] ?? null) : null;
}

/** Patient and therapist of the incident's visit, when the shown day has it; null when another day does. */
export function whoOf(plan: Plan, visitId: string | null): { patient: string; therapist: string | null } | null {
  for (const route of plan.routes) {
    const stop = route.stops.find((one) => one.visitId === visitId);
    if (stop) return { patient: stop.patientName ?? "", therapist: route.therapist.name };
  }
  const entry = plan.unassigned.find((one) => one.visitId === visitId);
  return entry ? { patient: entry.patientName ?? "", therapist: null } : null;
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
