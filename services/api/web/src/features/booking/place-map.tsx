import { Text } from "@mantine/core";
import { Marker } from "maplibre-gl";
import { useEffect } from "react";
import { useMap } from "../../components/map/use-map";
import { useT } from "../../lib/i18n";
import styles from "./booking.module.css";

type Props = { lat: number | null | undefined; lon: number | null | undefined; onPin: (lat: number, lon: number) => void };

/** A small map with the patient's pin; a click puts the pin there. The search box does the same by keyboard. */
export default function PlaceMap({ lat, lon, onPin }: Props) {
  const t = useT();
  const { container, map, failed } = useMap(() => undefined);

  useEffect(() => {
    const clicks = map?.on("click", ({ lngLat }) => onPin(lngLat.lat, lngLat.lng));
    return () => clicks?.unsubscribe();
  }, [map, onPin]);

  useEffect(() => {
    if (map === null || typeof lat !== "number" || typeof lon !== "number") return;
    const marker = new Marker({ color: "#c92a2a" }).setLngLat([lon, lat]).addTo(map);
    map.jumpTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 12) });
    return () => void marker.remove();
  }, [map, lat, lon]);

  if (failed) return <Text size="sm">{t("board.mapFailed")}</Text>;
  return <div ref={container} className={styles.placeMap} role="region" aria-label={t("book.map")} />;
}
