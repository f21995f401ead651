import type { PlanRoute, PlanStop } from "../../../api/types";

const middle = (stop: PlanStop) => (Date.parse(stop.plannedStart) + Date.parse(stop.plannedDeparture)) / 2;

/** Which stop an arrow key leads to; in right-to-left pages time runs to the left. */
export function neighbour(routes: PlanRoute[], visitId: string, key: string, rtl: boolean): string | undefined {
  const row = routes.findIndex((route) => route.stops.some((stop) => stop.visitId === visitId));
  const stops = routes[row]?.stops ?? [];
  const index = stops.findIndex((stop) => stop.visitId === visitId);
  const stop = stops[index];
  if (stop === undefined) return undefined;
  const later = rtl ? "ArrowLeft" : "ArrowRight";
  const earlier = rtl ? "ArrowRight" : "ArrowLeft";
  if (key === later) return stops[index + 1]?.visitId;
  if (key === earlier) return stops[index - 1]?.visitId;
  if (key === "Home") return stops[0]?.visitId;
  if (key === "End") return stops.at(-1)?.visitId;
  if (key === "ArrowDown") return nearest(routes.slice(row + 1), stop)?.visitId;
  if (key === "ArrowUp") return nearest(routes.slice(0, row).reverse(), stop)?.visitId;
  return undefined;
}

/** In the first row that has stops, the one closest in time. */
function nearest(rows: PlanRoute[], stop: PlanStop): PlanStop | undefined {
  const stops = rows.find((route) => route.stops.length > 0)?.stops ?? [];
  const distance = (other: PlanStop) => Math.abs(middle(other) - middle(stop));
  return [...stops].sort((a, b) => distance(a) - distance(b))[0];
}
