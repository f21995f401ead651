import type { Map as MapLibre, StyleSpecification } from "maplibre-gl";
import { client, unwrap } from "../../api/client";

type Base = { tiles: string | null; attribution: string };

let asked: Promise<Base> | undefined;

/** What the operator has set instead of the schematic map; asked once a page, and nothing on any failure. */
function baseTold(): Promise<Base> {
  asked ??= unwrap(client.GET("/v1/public/map")).catch(() => ({ tiles: null, attribution: "" }));
  return asked;
}

/** Puts the operator's tiles under whatever lies on the schematic map. Without any, or without network, it stays. */
export function replaceBase(map: MapLibre) {
  let gone = false;
  map.on("remove", () => (gone = true));
  map.once("load", () => {
    void baseTold().then(({ tiles, attribution }) => {
      if (gone || tiles === null) return;
      if (!isRaster(tiles)) return map.setStyle(tiles, { transformStyle: keepOurs });
      const base = map.getStyle().layers.filter((layer) => isSchematic(layer)).map(({ id }) => id);
      map.addSource("tiles", { type: "raster", tiles: [tiles], tileSize: 256, attribution });
      map.addLayer({ id: "tiles", type: "raster", source: "tiles" }, base[0]);
      base.forEach((id) => map.setLayoutProperty(id, "visibility", "none"));
    });
  });
}

/** A template with {z} is pictures; any other address is a whole style, as vector tiles need. */
export function isRaster(url: string): boolean {
  return url.includes("{z}");
}

type Layer = StyleSpecification["layers"][number];

function isSchematic(layer: Layer): boolean {
  return layer.type === "background" || ("source" in layer && layer.source === "base");
}

/** The operator's style, with our own sources and layers (routes, stops) on top of it. */
export function keepOurs(before: StyleSpecification | undefined, after: StyleSpecification): StyleSpecification {
  const sources = Object.fromEntries(Object.entries(before?.sources ?? {}).filter(([name]) => name !== "base"));
  const layers = (before?.layers ?? []).filter((layer) => !isSchematic(layer));
  return { ...after, sources: { ...after.sources, ...sources }, layers: [...after.layers, ...layers] };
}
