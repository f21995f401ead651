import type { PlanRoute } from "../../../api/types";

const hour = 3_600_000;

/** From the first shift's hour to the last one's, so that a night shift is shown whole, across midnight. */
export type Scale = { start: number; end: number; ticks: number[] };

export function scaleOf(routes: PlanRoute[]): Scale | null {
  const edges = routes.flatMap((route) => [
    Date.parse(route.startsAt),
    Date.parse(route.endsAt),
    // A therapist who is at a door long before the shift must not stretch the axis to that day.
    ...route.stops.map((stop) => Math.max(Date.parse(stop.predictedArrival), Date.parse(route.startsAt))),
    ...route.stops.map((stop) => Date.parse(stop.plannedDeparture)),
  ]);
  if (edges.length === 0) return null;
  const start = Math.floor(Math.min(...edges) / hour) * hour;
  const end = Math.ceil(Math.max(...edges) / hour) * hour;
  const ticks: number[] = [];
  for (let at = start; at <= end; at += hour) ticks.push(at);
  return { start, end, ticks };
}

export function percent(scale: Scale, at: string | number): number {
  const instant = typeof at === "number" ? at : Date.parse(at);
  const share = (instant - scale.start) / (scale.end - scale.start);
  return Math.min(100, Math.max(0, share * 100));
}

/** Where something lies along the time axis, from the side on which time begins (left, or right in Arabic). */
export function span(scale: Scale, from: string | number, to: string | number) {
  const start = percent(scale, from);
  return { insetInlineStart: `${start}%`, width: `${Math.max(0, percent(scale, to) - start)}%` };
}
