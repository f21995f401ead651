import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Locale } from "../../lib/i18n";
import { palettes, type Palette } from "./palette";
import { shieldImage } from "./shields";

const source = "base";
/** The first communities that are desert and farms; those below are the city. */
const firstDesert = 700;
const airport = 221;
/** Shown though mostly sea: the other outlines there are plans. */
const islands = [101, 302, 303, 304, 501];

const layerIs = (name: string): ExpressionSpecification => ["==", ["get", "layer"], name];
const roadIs = (rank: number): ExpressionSpecification => ["all", layerIs("road"), ["==", ["get", "rank"], rank]];
const byZoom = (...stops: number[]): ExpressionSpecification => ["interpolate", ["exponential", 1.4], ["zoom"], ...stops];
const nameIn = (locale: Locale): ExpressionSpecification => ["coalesce", ["get", locale], ["get", "en"]];

/** The schematic map of /base-map.json: no tile server, no font server, no address leaves the building. */
export function baseStyle(scheme: "light" | "dark", locale: Locale): StyleSpecification {
  const colours = palettes[scheme];
  const data = "/base-map.json";
  return {
    version: 8,
    sources: { base: { type: "geojson", data, attribution: "Rounds" } },
    layers: [...grounds(colours), ...lines(colours), ...names(colours, locale)],
  };
}

function grounds(colours: Palette): LayerSpecification[] {
  const part = (name: string): ExpressionSpecification => ["all", layerIs("land"), ["==", ["get", "part"], name]];
  const beyond: ExpressionSpecification = ["all", layerIs("community"), ["has", "ground"]];
  const shore = { "line-color": colours.coast, "line-width": byZoom(8, 0.6, 14, 2) };
  return [
    { id: "sea", type: "background", paint: { "background-color": colours.sea } },
    { id: "sand", source, type: "fill", filter: part("surroundings"), paint: { "fill-color": colours.sand } },
    {
      id: "island",
      source,
      type: "fill",
      filter: ["all", layerIs("island"), ["in", ["get", "number"], ["literal", islands]]],
      paint: { "fill-color": colours.island, "fill-opacity": 0.6 },
    },
    { id: "coastline", source, type: "line", filter: part("coast"), paint: shore },
    { id: "city", source, type: "fill", filter: part("coast"), paint: { "fill-color": colours.city } },
    {
      id: "ground",
      source,
      type: "fill",
      filter: beyond,
      paint: { "fill-color": ["case", ["<", ["get", "number"], firstDesert], colours.city, colours.sand] },
    },
    {
      id: "airport",
      source,
      type: "fill",
      filter: ["all", layerIs("community"), ["==", ["get", "number"], airport]],
      paint: { "fill-color": colours.airport },
    },
    { id: "water", source, type: "fill", filter: layerIs("water"), paint: { "fill-color": colours.sea } },
  ];
}

function lines(colours: Palette): LayerSpecification[] {
  const layout = { "line-join": "round", "line-cap": "round" } as const;
  const wide = (rank: number) => (rank === 1 ? byZoom(8, 1.4, 11, 3.4, 15, 13) : byZoom(10, 0.9, 12, 2.4, 15, 8));
  const edged = (rank: number) => (rank === 1 ? byZoom(8, 2.4, 11, 5, 15, 16) : byZoom(10, 1.6, 12, 3.8, 15, 10.5));
  const road = (rank: number, id: string, colour: string, width: ExpressionSpecification): LayerSpecification => {
    const paint = { "line-color": colour, "line-width": width };
    return { id, source, type: "line", filter: roadIs(rank), minzoom: rank === 1 ? 0 : 9.5, layout, paint };
  };
  return [
    {
      id: "community",
      source,
      type: "line",
      filter: layerIs("community"),
      minzoom: 9.5,
      paint: { "line-color": colours.edge, "line-width": byZoom(10, 0.5, 14, 1.6) },
    },
    road(2, "street-edge", colours.streetEdge, edged(2)),
    road(1, "trunk-edge", colours.trunkEdge, edged(1)),
    road(2, "street", colours.street, wide(2)),
    road(1, "trunk", colours.trunk, wide(1)),
    {
      id: "metro",
      source,
      type: "line",
      filter: layerIs("metro"),
      layout,
      paint: {
        "line-color": ["match", ["get", "en"], "Green line", colours.greenLine, colours.redLine],
        "line-width": byZoom(8, 0.8, 12, 2, 15, 4),
      },
    },
    {
      id: "station",
      source,
      type: "circle",
      filter: layerIs("station"),
      minzoom: 11.5,
      paint: {
        "circle-radius": byZoom(11, 1.8, 15, 5),
        "circle-color": colours.halo,
        "circle-stroke-color": colours.faint,
        "circle-stroke-width": 1.2,
      },
    },
  ];
}

function names(colours: Palette, locale: Locale): LayerSpecification[] {
  const halo = { "text-halo-color": colours.halo, "text-halo-width": 1.5 };
  return [
    {
      id: "road-name",
      source,
      type: "symbol",
      filter: layerIs("road"),
      minzoom: 12.5,
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 420,
        "text-field": nameIn(locale),
        "text-font": ["sans-serif"],
        "text-size": 11,
        "text-max-angle": 30,
      },
      paint: { "text-color": colours.text, ...halo },
    },
    {
      id: "sea-name",
      source,
      type: "symbol",
      filter: layerIs("sea"),
      layout: { "text-field": nameIn(locale), "text-font": ["sans-serif"], "text-size": 12, "text-max-width": 7 },
      paint: { "text-color": colours.water, "text-halo-color": colours.sea, "text-halo-width": 1.2 },
    },
    ...[3, 2, 1].map((rank) => placeName(rank, colours, locale)),
    shields(2, colours),
    shields(1, colours),
  ];
}

/** Numbers on the roads, trunks first: what comes last is placed first. */
function shields(rank: number, colours: Palette): LayerSpecification {
  return {
    id: `shield-${rank}`,
    source,
    type: "symbol",
    filter: roadIs(rank),
    minzoom: rank === 1 ? 7 : 11,
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 260,
      "icon-image": shieldImage(rank === 1 ? colours.shield : colours.faint, colours.shieldEdge),
      "icon-text-fit": "both",
      "icon-text-fit-padding": [2, 4, 1, 4],
      "icon-rotation-alignment": "viewport",
      "text-rotation-alignment": "viewport",
      "text-field": ["get", "number"],
      "text-font": ["sans-serif"],
      "text-size": rank === 1 ? 11 : 10,
      "text-padding": 6,
    },
    paint: { "text-color": rank === 1 ? colours.shieldText : colours.halo },
  };
}

function placeName(rank: number, colours: Palette, locale: Locale): LayerSpecification {
  const size = [0, byZoom(8, 11, 12, 15), byZoom(10, 10.5, 14, 14), byZoom(11, 10, 15, 14)][rank] ?? 11;
  return {
    id: `label-${rank}`,
    source,
    type: "symbol",
    minzoom: [0, 0, 10.5, 11.8][rank] ?? 0,
    filter: ["all", layerIs("label"), ["==", ["get", "rank"], rank]],
    layout: {
      "text-field": nameIn(locale),
      "text-size": size,
      "text-font": ["sans-serif"],
      "text-max-width": 7,
      "text-padding": rank === 1 ? 4 : 7,
    },
    paint: {
      "text-color": rank === 1 ? colours.text : colours.faint,
      "text-halo-color": colours.halo,
      "text-halo-width": 1.5,
    },
  };
}

export const dubai: [number, number, number, number] = [54.95, 24.9, 55.5, 25.35];
