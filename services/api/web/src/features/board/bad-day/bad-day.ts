import type { Disruption, DisruptionIn } from "../../../api/types";
import { addDays, isoToWall, serviceDay, wallToIso } from "../../../lib/time";

export type Center = { name: string; lat: number; lon: number };
export type Area = "everywhere" | "communities" | "around";
export type Community = Disruption["communities"][number];
export type Draft = {
  area: Area;
  communities: Community[];
  center: Center | null;
  radiusKm: number;
  from: string;
  to: string;
  factor: number;
  reason: string;
};

export const areas: Area[] = ["everywhere", "communities", "around"];

export const factors = [1.25, 1.5, 2, 3];
/** Wide enough from the middle of the emirate to hold all of it. */
const everywhere = { lat: 25.0, lon: 55.35, radiusM: 50_000 };

/** From now on in the service day that is running, else the whole of another one; the nights end at six. */
export function emptyDraft(date: string, zone: string, now: Date): Draft {
  const from = serviceDay(now, zone) === date ? isoToWall(now, zone) : `${date}T06:00`;
  const to = from < `${date}T20:00` ? `${date}T22:00` : `${addDays(date, 1)}T06:00`;
  return { area: "everywhere", communities: [], center: null, radiusKm: 3, from, to, factor: 1.5, reason: "" };
}

/** What the form says, or null while it is not complete. */
export function toDisruption(draft: Draft, zone: string, dryRun: boolean): DisruptionIn | null {
  const { area, center, radiusKm, from, to, factor } = draft;
  const reason = draft.reason.trim();
  if (reason === "" || from === "" || to === "" || from >= to) return null;
  const when = { startsAt: wallToIso(from, zone), endsAt: wallToIso(to, zone), factor, reason, dryRun };
  if (area === "communities") {
    const communities = draft.communities.map(({ number }) => number);
    return communities.length === 0 ? null : { ...when, communities };
  }
  const around = center && { lat: center.lat, lon: center.lon, radiusM: Math.round(radiusKm * 1_000) };
  const circle = area === "everywhere" ? everywhere : around;
  return circle && { ...when, circle };
}

/** Those that count in a window of time. */
export function active(all: Disruption[], fromMs: number, toMs: number): Disruption[] {
  return all.filter(({ startsAt, endsAt }) => Date.parse(startsAt) < toMs && Date.parse(endsAt) > fromMs);
}

export function isEverywhere({ circle }: Disruption): boolean {
  return circle !== null && circle.radiusM >= everywhere.radiusM;
}
