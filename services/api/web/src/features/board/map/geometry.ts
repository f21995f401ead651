import type { FeatureCollection, LineString, Point } from "geojson";
import type { Plan } from "../../../api/types";
import { latenessOf, stageOf } from "../../../components/status";

/** Eight line colours that stay apart on both grounds; neighbours in the list never share one. */
const routeColours = ["#1c7ed6", "#e8590c", "#2b8a3e", "#9c36b5", "#c2255c", "#0b7285", "#a07100", "#5f3dc4"];

export function colourOf(index: number): string {
  return routeColours[index % routeColours.length] ?? "#1c7ed6";
}

export function routeLines(plan: Plan, selectedShift: string | undefined): FeatureCollection<LineString> {
  return {
    type: "FeatureCollection",
    features: plan.routes.flatMap((route, index) => {
      if (route.stops.length === 0) return [];
      const points = [route.start, ...route.stops.flatMap((stop) => stop.place ?? [])];
      return {
        type: "Feature",
        geometry: { type: "LineString", coordinates: points.map(({ lon, lat }) => [lon, lat]) },
        properties: { colour: colourOf(index), strong: route.shiftId === selectedShift, faint: selectedShift !== undefined },
      };
    }),
  };
}

type MapState = { selected: string | undefined; bright: Set<string> | null };

export function stopPoints(plan: Plan, { selected, bright }: MapState): FeatureCollection<Point> {
  const planned = plan.routes.flatMap((route, index) =>
    route.stops.map((stop, position) => ({
      id: stop.visitId,
      place: stop.place,
      number: String(position + 1),
      stage: stageOf(stop.kind === "hold" ? "hold" : stop.status),
      late: latenessOf(stop.lateS),
      colour: colourOf(index),
    })),
  );
  const open = plan.unassigned.map((entry) => ({
    id: entry.visitId,
    place: entry.place,
    number: "?",
    stage: "requested",
    late: "none",
    colour: "#868e96",
  }));
  return {
    type: "FeatureCollection",
    features: [...planned, ...open].flatMap(({ id, place, number, stage, late, colour }) => {
      if (place === null) return [];
      return {
        type: "Feature",
        geometry: { type: "Point", coordinates: [place.lon, place.lat] },
        properties: {
          visitId: id,
          number: late === "none" ? number : `${number}!`,
          stage,
          late,
          colour,
          selected: id === selected,
          dim: bright !== null && !bright.has(id),
        },
      };
    }),
  };
}

/** The corners of everything shown, or null when there is nothing. */
export function boundsOf(plan: Plan): [number, number, number, number] | null {
  const places = [
    ...plan.routes.flatMap((route) => [route.start, ...route.stops.flatMap((stop) => stop.place ?? [])]),
    ...plan.unassigned.flatMap((entry) => entry.place ?? []),
  ];
  if (places.length === 0) return null;
  const lons = places.map((place) => place.lon);
  const lats = places.map((place) => place.lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
