import type { ExpressionSpecification, StyleSpecification } from "maplibre-gl";
import type { Locale } from "../../lib/i18n";

type Palette = { sea: string; land: string; edge: string; metro: string; text: string; halo: string };

const palettes: Record<"light" | "dark", Palette> = {
  light: { sea: "#cfe3ec", land: "#f5f2ea", edge: "#d9d3c5", metro: "#b9a9c9", text: "#4a5058", halo: "#f5f2ea" },
  dark: { sea: "#0f2129", land: "#23262a", edge: "#3a3e44", metro: "#5b4d6d", text: "#b6bcc4", halo: "#23262a" },
};

const layerIs = (name: string): ExpressionSpecification => ["==", ["get", "layer"], name];

/** The schematic map of /base-map.json: no tile server, no font server, no address leaves the building. */
export function baseStyle(scheme: "light" | "dark", locale: Locale): StyleSpecification {
  const colours = palettes[scheme];
  const source = "base";
  return {
    version: 8,
    sources: { base: { type: "geojson", data: "/base-map.json" } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "land", source, type: "fill", filter: layerIs("land"), paint: { "fill-color": colours.land } },
      { id: "island", source, type: "fill", filter: layerIs("island"), paint: { "fill-color": colours.land } },
      { id: "water", source, type: "fill", filter: layerIs("water"), paint: { "fill-color": colours.sea } },
      {
        id: "community",
        source,
        type: "line",
        filter: layerIs("community"),
        paint: { "line-color": colours.edge, "line-width": ["interpolate", ["linear"], ["zoom"], 9, 0.4, 13, 1.4] },
      },
      {
        id: "metro",
        source,
        type: "line",
        filter: layerIs("metro"),
        paint: { "line-color": colours.metro, "line-width": 2, "line-dasharray": [3, 1.5] },
      },
      {
        id: "road",
        source,
        type: "line",
        filter: layerIs("road"),
        paint: { "line-color": colours.edge, "line-width": 2.4 },
      },
      ...[1, 2, 3].map((rank) => label(rank, colours, locale)),
    ],
  };
}

function label(rank: number, colours: Palette, locale: Locale): StyleSpecification["layers"][number] {
  return {
    id: `label-${rank}`,
    source: "base",
    type: "symbol",
    minzoom: [0, 0, 10, 11.5][rank] ?? 0,
    filter: ["all", layerIs("label"), ["==", ["get", "rank"], rank]],
    layout: {
      "text-field": ["coalesce", ["get", locale], ["get", "en"]],
      "text-size": rank === 1 ? 13 : 11,
      "text-font": ["sans-serif"],
      "text-max-width": 8,
    },
    paint: { "text-color": colours.text, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
  };
}

export const dubai: [number, number, number, number] = [54.95, 24.9, 55.5, 25.35];
