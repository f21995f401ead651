import { ActionIcon, Badge, Button, Group, Modal, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { calendarQuery } from "../../api/calendar";
import type { CalendarDay, Session } from "../../api/types";
import { Icon } from "../../components/icon";
import styles from "../../components/page.module.css";
import { Working } from "../../components/working";
import { translateWord, useT } from "../../lib/i18n";
import { calendarDay, useClock } from "../../lib/time";
import { DayForm } from "./day-form";
import { ObservanceSection } from "./observance-section";

/** The year's special days: what the libraries say, and what the clinic says instead, since lunar dates move. */
export function CalendarPage({ session }: { session: Session }) {
  const t = useT();
  const zone = session.tenant.zone;
  const clock = useClock(zone);
  const today = calendarDay(new Date(), zone);
  const [year, setYear] = useState(Number(today.slice(0, 4)));
  const [editing, setEditing] = useState<string | null>(null);
  const days = useQuery(calendarQuery(year));
  const canSay = session.roles.some((role) => role === "dispatcher" || role === "admin");
  const close = () => setEditing(null);
  return (
    <main className={styles.page} aria-label={t("page.calendar")}>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t("page.calendar")}
        </Title>
        <Group gap="xs">
          <ActionIcon variant="default" aria-label={t("calendar.before")} onClick={() => setYear(year - 1)}>
            <Icon name="previous" size={16} />
          </ActionIcon>
          <Text fw={600} className="num" role="status">
            {year}
          </Text>
          <ActionIcon variant="default" aria-label={t("calendar.after")} onClick={() => setYear(year + 1)}>
            <Icon name="next" size={16} />
          </ActionIcon>
          {canSay && (
            <Button size="xs" onClick={() => setEditing(today)}>
              {t("calendar.say")}
            </Button>
          )}
        </Group>
      </Group>
      <Text c="dimmed">{t("calendar.lead")}</Text>
      {!days.data && <Working query={days} />}
      {days.data?.length === 0 && <Text>{t("calendar.none")}</Text>}
      {days.data && days.data.length > 0 && (
        <Table.ScrollContainer minWidth={520}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("calendar.day")}</Table.Th>
                <Table.Th>{t("calendar.what")}</Table.Th>
                <Table.Th>{t("calendar.maghrib")}</Table.Th>
                <Table.Th>
                  <span className="sr-only">{t("calendar.change")}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.data.map((day) => (
                <Table.Tr key={day.day}>
                  <Table.Td>{clock.date(day.day)}</Table.Td>
                  <Table.Td>
                    <What day={day} />
                  </Table.Td>
                  <Table.Td className="num">{day.maghribAt?.slice(0, 5)}</Table.Td>
                  <Table.Td ta="end">
                    {canSay && (
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-label={t("calendar.changeOf", { date: clock.date(day.day) })}
                        onClick={() => setEditing(day.day)}
                      >
                        {t("calendar.change")}
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {canSay && <ObservanceSection clock={clock} />}
      <Modal opened={editing !== null} onClose={close} title={t("calendar.say")} closeButtonProps={{ "aria-label": t("app.close") }}>
        {editing !== null && <DayForm key={editing} first={editing} onDone={close} />}
      </Modal>
    </main>
  );
}

function What({ day }: { day: CalendarDay }) {
  const t = useT();
  return (
    <Group gap={6}>
      {day.holiday && <bdi>{translateWord("holiday", day.holiday)}</bdi>}
      {day.ramadan && <Badge color="grape" tt="none">{t("calendar.ramadan")}</Badge>}
      {day.provisional && <Badge color="gray" variant="outline" tt="none">{t("calendar.provisional")}</Badge>}
      {day.overridden && <Badge color="cyan" tt="none">{t("calendar.ours")}</Badge>}
      {day.fridayPrayerAt && (
        <Text size="sm">{t("calendar.fridayAt", { time: `\u2066${day.fridayPrayerAt.slice(0, 5)}\u2069` })}</Text>
      )}
    </Group>
  );
}
