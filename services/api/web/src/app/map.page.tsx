import { Text } from "@mantine/core";
import type { Map as MapLibre } from "maplibre-gl";
import { useMap } from "../components/map/use-map";
import { useT } from "../lib/i18n";
import styles from "./map.module.css";

/** The base map by itself, to see how an operator's own tiles look in its place; `#zoom/lat/lon` says where. */
export function BaseMap() {
  const t = useT();
  const { container, failed } = useMap(goWhereAsked);
  return (
    <main className={styles.page} aria-label={t("map.title")}>
      {failed ? <Text p="md">{t("board.mapFailed")}</Text> : <div ref={container} className={styles.map} />}
    </main>
  );
}

function goWhereAsked(map: MapLibre) {
  const [zoom, lat, lon] = window.location.hash.slice(1).split("/").map(Number);
  if (zoom === undefined || !isOnEarth(lat, lon)) return;
  map.jumpTo({ zoom, center: [lon ?? 0, lat ?? 0] });
}

function isOnEarth(lat: number | undefined, lon: number | undefined): boolean {
  return Math.abs(lat ?? NaN) <= 85 && Math.abs(lon ?? NaN) <= 180;
}
