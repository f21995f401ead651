import { Text, useComputedColorScheme } from "@mantine/core";
import { Marker, type Map as MapLibre } from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
import { createMap } from "../../components/map/create-map";
import { useLocale, useT } from "../../lib/i18n";
import styles from "./booking.module.css";

type Props = { lat: number | null | undefined; lon: number | null | undefined; onPin: (lat: number, lon: number) => void };

/** A small map with the patient's pin; a click puts the pin there. The search box does the same by keyboard. */
export default function PlaceMap({ lat, lon, onPin }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const scheme = useComputedColorScheme("light");
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failed, setFailed] = useState(false);
  const pin = useRef(onPin);
  useEffect(() => void (pin.current = onPin), [onPin]);

  useEffect(() => {
    if (container.current === null) return;
    let created: MapLibre;
    try {
      created = createMap(container.current, scheme, locale);
    } catch {
      setFailed(true);
      return;
    }
    created.on("click", (event) => pin.current(event.lngLat.lat, event.lngLat.lng));
    created.on("load", () => setMap(created));
    return () => {
      setMap(null);
      created.remove();
    };
  }, [scheme, locale]);

  useEffect(() => {
    if (map === null || typeof lat !== "number" || typeof lon !== "number") return;
    const marker = new Marker({ color: "#c92a2a" }).setLngLat([lon, lat]).addTo(map);
    map.jumpTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 12) });
    return () => void marker.remove();
  }, [map, lat, lon]);

  if (failed) return <Text size="sm">{t("board.mapFailed")}</Text>;
  return <div ref={container} className={styles.placeMap} role="region" aria-label={t("book.map")} />;
}
