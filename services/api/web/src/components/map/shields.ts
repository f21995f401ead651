import type { Map as MapLibre } from "maplibre-gl";

/** The name of a road shield's picture says its two colours. */
export function shieldImage(fill: string, edge: string): string {
  return `shield ${fill} ${edge}`;
}

const side = 24;
const ratio = 2;
const round = 7;

/** Draws the shields of a style before anything is laid out; their middle stretches to the number on them. */
export function drawShields(map: MapLibre) {
  map.on("style.load", () => {
    for (const layer of map.getStyle().layers) {
      if (layer.type !== "symbol") continue;
      const id = layer.layout?.["icon-image"];
      if (typeof id === "string" && !map.hasImage(id)) addShield(map, id);
    }
  });
}

function addShield(map: MapLibre, id: string) {
  const [kind, fill, edge] = id.split(" ");
  if (kind !== "shield" || fill === undefined || edge === undefined) return;
  const middle: [number, number] = [round + 1, side - round - 1];
  const stretch = { pixelRatio: ratio, stretchX: [middle], stretchY: [middle] };
  map.addImage(id, shieldPixels(fill, edge), { ...stretch, content: [3, 3, side - 3, side - 3] });
}

export function shieldPixels(fill: string, edge: string) {
  const data = new Uint8ClampedArray(side * side * 4);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      // How far outside the round corner's circle the middle of this pixel lies.
      const dx = Math.max(round - x - 0.5, x + 0.5 - (side - round), 0);
      const dy = Math.max(round - y - 0.5, y + 0.5 - (side - round), 0);
      const out = Math.hypot(dx, dy) - round;
      const border = Math.min(x, y, side - 1 - x, side - 1 - y) < 2 || out > -2;
      const [red, green, blue] = channels(border ? edge : fill);
      data.set([red, green, blue, Math.round(255 * Math.min(1, Math.max(0, 0.5 - out)))], (y * side + x) * 4);
    }
  }
  return { width: side, height: side, data };
}

function channels(hex: string): [number, number, number] {
  const at = (start: number) => Number.parseInt(hex.slice(start, start + 2), 16);
  return [at(1), at(3), at(5)];
}
