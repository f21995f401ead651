import { Text } from "@mantine/core";
import { GeoJSONSource, type Map as MapLibre, type MapLayerMouseEvent } from "maplibre-gl";
import { useEffect, useRef } from "react";
import type { Plan } from "../../../api/types";
import { useMap } from "../../../components/map/use-map";
import { useT } from "../../../lib/i18n";
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

function addPlan(map: MapLibre, scheme: "light" | "dark") {
  map.addSource("routes", { type: "geojson", data: { ...empty, features: [] } });
  map.addSource("stops", { type: "geojson", data: { ...empty, features: [] } });
  planLayers(scheme).forEach((layer) => map.addLayer(layer));
}

/** The day on the schematic map. The map object lives as long as its language and scheme; data is only set. */
export default function BoardMap({ plan, selected, selectedShift, bright, onSelect }: Props) {
  const t = useT();
  const { container, map, failed } = useMap(addPlan);

  useEffect(() => {
    if (map === null) return;
    const point = () => (map.getCanvas().style.cursor = "pointer");
    const rest = () => (map.getCanvas().style.cursor = "");
    const heard = [
      map.on("mouseenter", "stops", () => void point()),
      map.on("mouseleave", "stops", () => void rest()),
      map.on("click", "stops", (event: MapLayerMouseEvent) => {
        const visitId: unknown = event.features?.[0]?.properties.visitId;
        if (typeof visitId === "string") onSelect(visitId);
      }),
    ];
    return () => heard.forEach((one) => one.unsubscribe());
  }, [map, onSelect]);

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
