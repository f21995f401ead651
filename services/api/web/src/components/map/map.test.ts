import type { StyleSpecification } from "maplibre-gl";
import { describe, expect, it } from "vitest";
import { baseStyle } from "./base-style";
import { shieldPixels } from "./shields";
import { isRaster, keepOurs } from "./tiles";

describe("the schematic map", () => {
  it("names places in the page's language and falls back to English", () => {
    const layer = baseStyle("light", "ar").layers.find(({ id }) => id === "label-1");
    expect(layer?.layout).toMatchObject({ "text-field": ["coalesce", ["get", "ar"], ["get", "en"]] });
  });
  it("needs no server for pictures and letters", () => {
    const style = baseStyle("dark", "en");
    expect([style.sprite, style.glyphs]).toEqual([undefined, undefined]);
  });
});

describe("a road shield", () => {
  it("is clear at its corner, edged, and filled in the middle", () => {
    const { width, height, data } = shieldPixels("#102030", "#ffffff");
    const at = (x: number, y: number) => [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4)];
    expect(at(0, 0)[3]).toBe(0);
    expect(at(width / 2, 0)).toEqual([255, 255, 255, 255]);
    expect(at(width / 2, height / 2)).toEqual([16, 32, 48, 255]);
  });
});

describe("an operator's tiles", () => {
  it("are pictures by template, or a style", () => {
    expect(isRaster("https://tiles.test/{z}/{x}/{y}.png")).toBe(true);
    expect(isRaster("https://tiles.test/style.json")).toBe(false);
  });
  it("lie under our routes and take the place of the schematic layers only", () => {
    const ours = baseStyle("light", "en");
    const before: StyleSpecification = {
      ...ours,
      sources: { ...ours.sources, routes: { type: "geojson", data: "/r" } },
      layers: [...ours.layers, { id: "routes", type: "line", source: "routes" }],
    };
    const after: StyleSpecification = { version: 8, sources: {}, layers: [{ id: "paper", type: "background" }] };
    const both = keepOurs(before, after);
    expect(both.layers.map(({ id }) => id)).toEqual(["paper", "routes"]);
    expect(Object.keys(both.sources)).toEqual(["routes"]);
  });
});
