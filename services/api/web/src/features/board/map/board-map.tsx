import { Text, useComputedColorScheme } from "@mantine/core";
import { GeoJSONSource, type Map as MapLibre, type MapLayerMouseEvent } from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
import type { Plan } from "../../../api/types";
import { createMap } from "../../../components/map/create-map";
import { useLocale, useT } from "../../../lib/i18n";
import { boundsOf, routeLines, stopPoints } from "./geometry";
import { planLayers } from "./layers";
import styles from "../board.module.css";

type Props = {
  plan: Plan;
  selected: string | undefined;
  selectedShift: string | undefined;
  bright: Set<string> | null;
  onSelect: (visitId: string) => void;
};

const empty = { type: "FeatureCollection", features: [] } as const;

/** The day on the schematic map. The map object lives as long as its language and scheme; data is only set. */
export default function BoardMap({ plan, selected, selectedShift, bright, onSelect }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const scheme = useComputedColorScheme("light");
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failed, setFailed] = useState(false);
  const select = useRef(onSelect);
  useEffect(() => void (select.current = onSelect), [onSelect]);

  useEffect(() => {
    if (container.current === null) return;
    let created: MapLibre;
    try {
      created = createMap(container.current, scheme, locale);
    } catch {
      setFailed(true); // no WebGL on this device: the timeline tells the same
      return;
    }
    created.on("load", () => {
      created.addSource("routes", { type: "geojson", data: { ...empty, features: [] } });
      created.addSource("stops", { type: "geojson", data: { ...empty, features: [] } });
      planLayers(scheme).forEach((layer) => created.addLayer(layer));
      created.on("click", "stops", (event: MapLayerMouseEvent) => {
        const visitId: unknown = event.features?.[0]?.properties.visitId;
        if (typeof visitId === "string") select.current(visitId);
      });
      created.on("mouseenter", "stops", () => (created.getCanvas().style.cursor = "pointer"));
      created.on("mouseleave", "stops", () => (created.getCanvas().style.cursor = ""));
      setMap(created);
    });
    return () => {
      setMap(null);
      created.remove();
    };
  }, [scheme, locale]);

  useEffect(() => {
    const routes = map?.getSource("routes");
    const stops = map?.getSource("stops");
    if (routes instanceof GeoJSONSource) routes.setData(routeLines(plan, selectedShift));
    if (stops instanceof GeoJSONSource) stops.setData(stopPoints(plan, { selected, bright }));
  }, [map, plan, selected, selectedShift, bright]);

  const day = plan.date;
  const latest = useRef(plan);
  useEffect(() => void (latest.current = plan), [plan]);
  useEffect(() => {
    const bounds = boundsOf(latest.current);
    if (map !== null && bounds !== null) map.fitBounds(bounds, { padding: 40, maxZoom: 13, duration: 0 });
  }, [map, day]);

  if (failed) return <Text p="md">{t("board.mapFailed")}</Text>;
  return <div ref={container} className={styles.map} role="region" aria-label={t("board.map")} />;
}
