import type { PlaceCandidate, PlaceIn } from "../../api/types";

/** Above this the tenant asks for a pin before anybody drives; the server has the last word. */
export type Sureness = "sure" | "likely" | "perhaps";

export function surenessOf(confidence: number): Sureness {
  if (confidence >= 0.85) return "sure";
  return confidence >= 0.6 ? "likely" : "perhaps";
}

export type Doubt = "which-emirate" | "read-back";

/** What the agent must ask the caller before this candidate may be taken, if anything. */
export function doubtOf(candidate: PlaceCandidate): Doubt | null {
  if (candidate.ambiguousWith) return "which-emirate";
  return candidate.confirm ? "read-back" : null;
}

/** The candidate as the place of a request. A building brings its own entrance, so no pin is sent with it. */
export function placeOf(candidate: PlaceCandidate, before: PlaceIn | null, asked: boolean): PlaceIn {
  const { building, unit, entryNotes } = before ?? {};
  const details = { building, unit, entryNotes };
  const { label, lat, lon, precisionM, buildingId } = candidate;
  if (buildingId) return { ...details, buildingId, label };
  return { ...details, lat, lon, precisionM, label, ...(asked && candidate.confirm ? { confirmed: true } : {}) };
}
