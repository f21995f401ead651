import { useComputedColorScheme } from "@mantine/core";
import type { Map as MapLibre } from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
import { useLocale } from "../../lib/i18n";
import { createMap } from "./create-map";

type Scheme = "light" | "dark";

/**
 * A map that lives as long as the page's language and scheme; `map` is null until it is loaded. `failed` without
 * WebGL. `onLoad` prepares each new one before it is handed out.
 */
export function useMap(onLoad: (map: MapLibre, scheme: Scheme) => void) {
  const { locale } = useLocale();
  const scheme = useComputedColorScheme("light");
  const container = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failed, setFailed] = useState(false);
  const prepare = useRef(onLoad);
  useEffect(() => void (prepare.current = onLoad), [onLoad]);
  useEffect(() => {
    if (container.current === null) return;
    let created: MapLibre;
    try {
      created = createMap(container.current, scheme, locale);
    } catch {
      setFailed(true);
      return;
    }
    created.on("load", () => {
      prepare.current(created, scheme);
      setMap(created);
    });
    return () => {
      setMap(null);
      created.remove();
    };
  }, [scheme, locale]);
  return { container, map, failed };
}
