import { translateWord, useT } from "../lib/i18n";
import { minutes } from "../lib/time";
import { Icon } from "./icon";
import { latenessOf, stageOf } from "./status";
import styles from "./status-badge.module.css";

/** A visit's status: its word, with the hue of its stage. */
export function StatusBadge({ status }: { status: string }) {
  useT();
  return (
    <span className={styles.badge} data-stage={stageOf(status)}>
      {translateWord("status", status)}
    </span>
  );
}

/** How late: icon and minutes. Shows nothing below five minutes. */
export function LateBadge({ lateS }: { lateS: number | null | undefined }) {
  const t = useT();
  const lateness = latenessOf(lateS);
  if (lateness === "none" || !lateS) return null;
  return (
    <span className={styles.late} data-lateness={lateness}>
      <Icon name="late" size={14} />
      {t("status.lateBy", { minutes: minutes(lateS) })}
    </span>
  );
}

export function PinnedBadge() {
  const t = useT();
  return (
    <span className={styles.pinned}>
      <Icon name="lock" size={14} />
      {t("status.pinned")}
    </span>
  );
}
