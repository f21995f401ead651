import { Text, VisuallyHidden } from "@mantine/core";
import { useEffect, useMemo, useRef, type KeyboardEvent } from "react";
import type { PlanRoute } from "../../../api/types";
import { Icon } from "../../../components/icon";
import { locales, useLocale, useT } from "../../../lib/i18n";
import { useNow, type Clock } from "../../../lib/time";
import { neighbour } from "./keys";
import { percent, scaleOf, type Scale } from "./scale";
import { StopBar } from "./stop-bar";
import styles from "./timeline.module.css";

type Props = {
  routes: PlanRoute[];
  clock: Clock;
  selected: string | undefined;
  bright: Set<string> | null;
  onSelect: (visitId: string) => void;
  onPin: (visitId: string) => void;
  onUnassign: (visitId: string) => void;
};

/** The day by shifts. Time runs with the reading direction; all positions are logical, so Arabic mirrors it. */
export function Timeline({ routes, clock, selected, bright, onSelect, onPin, onUnassign }: Props) {
  const t = useT();
  const rtl = locales[useLocale().locale].dir === "rtl";
  const scale = useMemo(() => scaleOf(routes), [routes]);
  useEffect(() => {
    if (selected === undefined) return;
    document.getElementById(`stop-${selected}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [selected]);
  if (scale === null) return <Text p="md">{t("board.noShifts")}</Text>;
  const firstStop = routes.find((route) => route.stops.length > 0)?.stops[0]?.visitId;
  const inView = routes.some((route) => route.stops.some((stop) => stop.visitId === selected));
  const reachable = inView ? selected : firstStop;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target;
    if (!(target instanceof HTMLElement) || !target.id.startsWith("stop-")) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const visitId = target.id.slice("stop-".length);
    if (event.key === "p") onPin(visitId);
    else if (event.key === "x") onUnassign(visitId);
    else {
      const next = neighbour(routes, visitId, event.key, rtl);
      if (next === undefined) return;
      onSelect(next);
      document.getElementById(`stop-${next}`)?.focus();
    }
    event.preventDefault();
  };

  return (
    // The keys act on the buttons inside; the region itself takes no focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section className={styles.timeline} aria-label={t("board.timeline")} onKeyDown={onKeyDown}>
      <VisuallyHidden>{t("board.timelineHelp")}</VisuallyHidden>
      <div className={styles.inner} style={{ "--hours": scale.ticks.length - 1 }}>
        <Hours scale={scale} clock={clock} />
        <NowLine scale={scale} />
        {routes.map((route) => (
          <div key={route.shiftId} className={styles.row} role="group" aria-label={shiftLabel(route, clock, t)}>
            <RowHead route={route} clock={clock} />
            <div className={styles.lane}>
              <span className={styles.shift} style={spanOf(scale, route)} />
              {route.stops.map((stop, index) => (
                <StopBar
                  key={stop.visitId}
                  stop={stop}
                  number={index + 1}
                  scale={scale}
                  clock={clock}
                  selected={stop.visitId === selected}
                  reachable={stop.visitId === reachable}
                  dim={bright !== null && !bright.has(stop.visitId)}
                  onSelect={onSelect}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

function spanOf(scale: Scale, route: PlanRoute) {
  const start = percent(scale, route.startsAt);
  return { insetInlineStart: `${start}%`, width: `${percent(scale, route.endsAt) - start}%` };
}

function shiftLabel(route: PlanRoute, clock: Clock, t: ReturnType<typeof useT>) {
  return t("board.shiftOf", {
    name: route.therapist.name,
    hours: clock.range(route.startsAt, route.endsAt),
    count: route.stops.length,
  });
}

function Hours({ scale, clock }: { scale: Scale; clock: Clock }) {
  return (
    <div className={styles.hours} aria-hidden="true">
      <span className={styles.corner} />
      <div className={styles.axis}>
        {scale.ticks.slice(0, -1).map((tick) => (
          <span key={tick} className={styles.tick} style={{ insetInlineStart: `${percent(scale, tick)}%` }}>
            <bdi dir="ltr">{clock.time(tick)}</bdi>
          </span>
        ))}
      </div>
    </div>
  );
}

/** The present, brought into view once; on another day there is none. */
function NowLine({ scale }: { scale: Scale }) {
  const now = useNow();
  const line = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which an effect must not return.
    line.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [scale.start]);
  if (now < scale.start || now > scale.end) return null;
  return (
    <div className={styles.nowLayer} aria-hidden="true">
      <span className={styles.now} ref={line} style={{ insetInlineStart: `${percent(scale, now)}%` }} />
    </div>
  );
}

function RowHead({ route, clock }: { route: PlanRoute; clock: Clock }) {
  const t = useT();
  const acknowledged = (route.acknowledgedVersion ?? 0) >= route.routeVersion && route.routeVersion > 0;
  return (
    <div className={styles.head}>
      <span dir="auto" className={styles.headName}>
        {route.therapist.name}
      </span>
      <span className={styles.headHours}>
        <bdi dir="ltr" className="num">
          {clock.range(route.startsAt, route.endsAt)}
        </bdi>
        {acknowledged && (
          <span title={t("board.acknowledged")}>
            <Icon name="check" size={13} />
            <VisuallyHidden>{t("board.acknowledged")}</VisuallyHidden>
          </span>
        )}
      </span>
    </div>
  );
}
