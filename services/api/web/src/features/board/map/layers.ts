import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";

/** The lifecycle hues of app.css, as the map must name them. */
const hues = {
  light: {
    requested: "#5c6670",
    held: "#6741d9",
    assigned: "#1864ab",
    enroute: "#0b7285",
    arrived: "#087f5b",
    progress: "#2b8a3e",
    done: "#495057",
    gone: "#868e96",
  },
  dark: {
    requested: "#adb5bd",
    held: "#b197fc",
    assigned: "#74c0fc",
    enroute: "#66d9e8",
    arrived: "#63e6be",
    progress: "#8ce99a",
    done: "#ced4da",
    gone: "#868e96",
  },
};

const hueOf = (scheme: "light" | "dark"): ExpressionSpecification => [
  "match",
  ["get", "stage"],
  ...stagePairs(scheme),
  hues[scheme].gone,
];

function stagePairs(scheme: "light" | "dark"): [string, string, ...string[]] {
  const colours = hues[scheme];
  return [
    "requested",
    colours.requested,
    "held",
    colours.held,
    "assigned",
    colours.assigned,
    "enroute",
    colours.enroute,
    "arrived",
    colours.arrived,
    "progress",
    colours.progress,
    "done",
    colours.done,
  ];
}

const faded: ExpressionSpecification = ["case", ["get", "dim"], 0.25, 1];

/** Routes as lines, stops as numbered discs: hue says the stage, a thick edge the selection or lateness. */
export function planLayers(scheme: "light" | "dark"): LayerSpecification[] {
  const paper = scheme === "light" ? "#ffffff" : "#141517";
  return [
    {
      id: "routes",
      type: "line",
      source: "routes",
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": ["get", "colour"],
        "line-width": ["case", ["get", "strong"], 4, 1.6],
        "line-opacity": ["case", ["get", "strong"], 1, ["get", "faint"], 0.18, 0.45],
      },
    },
    {
      id: "stops",
      type: "circle",
      source: "stops",
      paint: {
        "circle-radius": ["case", ["get", "selected"], 12, 8],
        "circle-color": hueOf(scheme),
        "circle-opacity": faded,
        "circle-stroke-opacity": faded,
        "circle-stroke-width": ["match", ["get", "late"], "none", 1.5, 3],
        "circle-stroke-color": ["match", ["get", "late"], "late", "#b35c00", "very-late", "#c92a2a", paper],
      },
    },
    {
      id: "numbers",
      type: "symbol",
      source: "stops",
      layout: {
        "text-field": ["get", "number"],
        "text-size": 11,
        "text-font": ["sans-serif"],
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": paper, "text-opacity": faded },
    },
  ];
}
