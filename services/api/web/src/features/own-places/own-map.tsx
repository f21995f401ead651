import { lazy, Suspense } from "react";
import { useT } from "../../lib/i18n";
import type { Point } from "./fields";
import styles from "./own-map.module.css";

const PinMap = lazy(() => import("../../components/map/pin-map"));

/** Where it is; a tap on the map moves it. */
export function OwnMap({ point, onPoint }: { point: Point | null; onPoint: (point: Point) => void }) {
  const t = useT();
  return (
    <Suspense fallback={<div className={styles.map} />}>
      <PinMap pin={point} label={t("ownPlaces.map")} className={styles.map} onPin={onPoint} />
    </Suspense>
  );
}
