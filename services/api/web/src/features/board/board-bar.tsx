import { ActionIcon, Button, Group, Text, TextInput } from "@mantine/core";
import type { Connection } from "../../api/live";
import type { Plan, Session } from "../../api/types";
import { Icon } from "../../components/icon";
import { useT, type MessageKey } from "../../lib/i18n";
import { addDays, calendarDay, isDay, serviceDay, useNow, type Clock } from "../../lib/time";
import { AbsenceButton } from "./absence-button";
import { BadDayButton } from "./bad-day/bad-day-button";
import { ExceptionStrip } from "./exception-strip";
import type { Filter } from "./exceptions";
import { ImproveButton } from "./improve-button";
import { PublishButton } from "./publish-button";
import { Quality } from "./quality";
import { Terms } from "./terms";
import styles from "./board.module.css";

const connections: Record<Connection, MessageKey> = {
  live: "board.live",
  connecting: "board.connecting",
  lost: "board.lost",
};

type Props = {
  session: Session;
  date: string;
  plan: Plan | undefined;
  clock: Clock;
  connection: Connection;
  counts: Record<Filter, number> | undefined;
  filter: Filter | undefined;
  canAct: boolean;
  onDate: (date: string) => void;
  onFilter: (filter: Filter | undefined) => void;
};

/** The day, the clock, the connection, what needs attention, and the acts on the whole plan. */
export function BoardBar(props: Props) {
  const { session, date, plan, clock, connection, counts, filter, canAct, onDate, onFilter } = props;
  const t = useT();
  const now = useNow(10_000);
  const zone = session.tenant.zone;
  const running = serviceDay(new Date(now), zone);
  // After midnight the running service day is still the one before: the clock then says its own.
  const isNight = calendarDay(new Date(now), zone) !== running;
  return (
    <div className={styles.bar}>
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          size="md"
          aria-label={t("board.previousDay")}
          onClick={() => onDate(addDays(date, -1))}
        >
          <Icon name="previous" size={16} />
        </ActionIcon>
        <TextInput
          type="date"
          size="xs"
          dir="ltr"
          aria-label={t("board.date")}
          value={date}
          onChange={(event) => isDay(event.currentTarget.value) && onDate(event.currentTarget.value)}
        />
        <ActionIcon variant="default" size="md" aria-label={t("board.nextDay")} onClick={() => onDate(addDays(date, 1))}>
          <Icon name="next" size={16} />
        </ActionIcon>
        <Button
          size="xs"
          variant="default"
          title={t("board.todayIs", { date: clock.date(running) })}
          onClick={() => onDate(serviceDay(new Date(), zone))}
        >
          {t("board.today")}
        </Button>
      </Group>
      <Text size="sm" fw={600} className="num" title={zone}>
        {isNight && <bdi>{clock.day(new Date(now))}</bdi>} <bdi dir="ltr">{clock.time(now)}</bdi>
      </Text>
      <span className={styles.connection} data-state={connection} role="status">
        <span className={styles.dot} aria-hidden="true" />
        {t(connections[connection])}
      </span>
      {counts && <ExceptionStrip counts={counts} filter={filter} onFilter={onFilter} />}
      <Group gap="xs" ms="auto">
        {plan && (
          <Text size="xs" c="dimmed" flex="1 1 24rem" title={t("board.clock", { time: clock.time(now), zone })}>
            {plan.publishedAt ? t("board.published", { time: clock.dayTime(plan.publishedAt) }) : t("board.draft")}
            {" · "}
            <Quality {...plan} unassigned={plan.unassigned.length} />
            {plan.travelEstimated && (
              <span title={t("board.estimatedWhy")}>
                {" · "}
                {t("board.estimated")}
              </span>
            )}
          </Text>
        )}
        {plan && <Terms costTerms={plan.costTerms} />}
        {canAct && plan && (
          <>
            <ImproveButton key={date} date={date} />
            <AbsenceButton plan={plan} zone={zone} />
            <BadDayButton plan={plan} zone={zone} />
            <PublishButton plan={plan} />
          </>
        )}
      </Group>
    </div>
  );
}
