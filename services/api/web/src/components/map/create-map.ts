import "maplibre-gl/dist/maplibre-gl.css";
import "./map.css";
import { AttributionControl, Map as MapLibre, NavigationControl, setWorkerUrl } from "maplibre-gl";
// Vite leaves MapLibre's worker out of production builds unless it is named like this (maplibre-gl-js#8188).
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { translate, type Locale } from "../../lib/i18n";
import { baseStyle, dubai } from "./base-style";
import { drawShields } from "./shields";
import { replaceBase } from "./tiles";

setWorkerUrl(workerUrl);

/** What MapLibre's own controls are called. */
function controlWords(): Record<string, string> {
  return {
    "Map.Title": translate("map.title"),
    "Marker.Title": translate("map.marker"),
    "NavigationControl.ZoomIn": translate("map.zoomIn"),
    "NavigationControl.ZoomOut": translate("map.zoomOut"),
    "AttributionControl.ToggleAttribution": translate("map.attribution"),
  };
}

export function createMap(container: HTMLElement, scheme: "light" | "dark", locale: Locale): MapLibre {
  const map = new MapLibre({
    container,
    style: baseStyle(scheme, locale),
    bounds: dubai,
    fitBoundsOptions: { padding: 20 },
    attributionControl: false,
    maxZoom: 17,
    minZoom: 7,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    locale: controlWords(),
  });
  map.touchZoomRotate.disableRotation();
  drawShields(map);
  replaceBase(map);
  const side = document.documentElement.dir === "rtl" ? "left" : "right";
  map.addControl(new NavigationControl({ showCompass: false }), `top-${side}`);
  map.addControl(new AttributionControl({ compact: true }), `bottom-${side}`);
  // A test waits for this instead of guessing when the map is drawn.
  map.on("idle", () => container.setAttribute("data-map", "idle"));
  return map;
}
