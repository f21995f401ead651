import { VisuallyHidden } from "@mantine/core";
import { memo } from "react";
import type { PlanStop } from "../../../api/types";
import { areaOf } from "../../../components/area";
import { Icon } from "../../../components/icon";
import { latenessOf, stageOf } from "../../../components/status";
import { listed, translateWord, useLocale, useT } from "../../../lib/i18n";
import { minutes, type Clock } from "../../../lib/time";
import { span, type Scale } from "./scale";
import styles from "./timeline.module.css";

type Props = {
  stop: PlanStop;
  number: number;
  scale: Scale;
  clock: Clock;
  selected: boolean;
  reachable: boolean;
  dim: boolean;
  onSelect: (visitId: string) => void;
};

/** One stop: its bar from start to departure, the travel before it as a thin line, the promise as a band. */
export const StopBar = memo(function StopBar(props: Props) {
  const { stop, number, scale, clock, selected, reachable, dim, onSelect } = props;
  const t = useT();
  const { locale } = useLocale();
  const area = areaOf(stop.place, locale);
  const name = stop.kind === "hold" ? t("board.holdName") : (stop.patientName ?? "");
  const lateness = latenessOf(stop.lateS);
  const status = listed(
    [
      translateWord("status", stop.kind === "hold" ? "hold" : stop.status),
      stop.pinned ? t("status.pinned") : "",
      lateness === "none" ? "" : t("status.lateBy", { minutes: minutes(stop.lateS ?? 0) }),
    ].filter(Boolean),
  );
  const time = clock.time(stop.plannedStart);
  return (
    <>
      <span
        className={styles.window}
        data-selected={selected}
        style={span(scale, stop.window.opensAt, stop.window.closesAt)}
      />
      <span className={styles.travel} style={span(scale, stop.leaveAt, stop.plannedArrival)} />
      <button
        type="button"
        className={styles.bar}
        id={`stop-${stop.visitId}`}
        data-stage={stageOf(stop.kind === "hold" ? "hold" : stop.status)}
        data-kind={stop.kind}
        data-published={stop.published}
        data-lateness={lateness}
        data-dim={dim}
        aria-pressed={selected}
        tabIndex={reachable ? 0 : -1}
        style={span(scale, stop.plannedStart, stop.plannedDeparture)}
        onClick={() => onSelect(stop.visitId)}
      >
        <VisuallyHidden>{t("board.stopNumber", { number })} </VisuallyHidden>
        <span className={styles.barText} title={listed([time, area, name, status])}>
          <span className={styles.barLine}>
            <bdi dir="ltr" className="num">
              {time}
            </bdi>{" "}
            {stop.pinned && <Icon name="lock" size={12} />}
            <span dir="auto" className={styles.barName}>
              {area}
            </span>
          </span>{" "}
          <span className={styles.barLine}>
            {lateness !== "none" && (
              <span className={styles.lateMark} aria-hidden="true">
                <Icon name="late" size={12} />
                <bdi dir="ltr">+{minutes(stop.lateS ?? 0)}</bdi>
              </span>
            )}
            <span dir="auto" className={styles.barName}>
              {name}
            </span>
          </span>
        </span>
        <VisuallyHidden>, {status}</VisuallyHidden>
      </button>
    </>
  );
});
