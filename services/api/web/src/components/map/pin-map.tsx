import { Text } from "@mantine/core";
import { Marker } from "maplibre-gl";
import { useEffect, useRef } from "react";
import { useT } from "../../lib/i18n";
import { useMap } from "./use-map";

export type Pin = { lat: number; lon: number };
type Props = { pin: Pin | null; label: string; className: string | undefined; onPin: (pin: Pin) => void };

const street = 15;

/** A map with one pin: a tap puts it there, a finger drags it. */
export default function PinMap({ pin, label, className, onPin }: Props) {
  const t = useT();
  const put = useRef(onPin);
  useEffect(() => void (put.current = onPin), [onPin]);
  const { container, map, failed } = useMap((created) => {
    created.on("click", ({ lngLat }) => put.current({ lat: lngLat.lat, lon: lngLat.lng }));
  });
  const lat = pin?.lat;
  const lon = pin?.lon;
  useEffect(() => {
    if (map === null || lat === undefined || lon === undefined) return;
    const marker = new Marker({ color: "#c92a2a", draggable: true }).setLngLat([lon, lat]).addTo(map);
    marker.on("dragend", () => {
      const { lat: north, lng: east } = marker.getLngLat();
      put.current({ lat: north, lon: east });
    });
    map.jumpTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), street) });
    return () => void marker.remove();
  }, [map, lat, lon]);
  if (failed) return <Text size="sm">{t("board.mapFailed")}</Text>;
  return <div ref={container} className={className} role="region" aria-label={label} />;
}
