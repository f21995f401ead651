import { UnstyledButton } from "@mantine/core";
import type { MyStop } from "../../api/types";
import { areaOf } from "../../components/area";
import { LateBadge, StatusBadge } from "../../components/status-badge";
import { stageOf } from "../../components/status";
import { translateWord, useLocale } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import styles from "./today.module.css";

type Props = { stop: MyStop; clock: Clock; current: boolean; onOpen: () => void };

export function StopRow({ stop, clock, current, onOpen }: Props) {
  const { locale } = useLocale();
  return (
    <UnstyledButton className={styles.row} data-stage={stageOf(stop.status)} aria-current={current} onClick={onOpen}>
      <bdi dir="ltr" className={styles.rowTime}>
        {clock.time(stop.eta ?? stop.plannedStart)}
      </bdi>
      <span className={styles.rowMain}>
        <span>
          <bdi>{stop.patient.name}</bdi>
        </span>
        <span className={styles.rowNote}>
          {translateWord("service", stop.service)} · <bdi>{areaOf(stop.place, locale)}</bdi>
        </span>
      </span>
      <span className={styles.rowState}>
        <StatusBadge status={stop.status} />
        <LateBadge lateS={stop.lateS} />
      </span>
    </UnstyledButton>
  );
}
