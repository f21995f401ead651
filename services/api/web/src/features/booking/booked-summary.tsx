import { Button, Group, Stack, Text, Title } from "@mantine/core";
import type { CareRequest, Visit } from "../../api/types";
import { Icon } from "../../components/icon";
import { translateWord, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import styles from "./booking.module.css";

type Props = { request: CareRequest; visit: Visit; clock: Clock; onNew: () => void };

/** What was booked, as it stands in the plan now. */
export function BookedSummary({ request, visit, clock, onNew }: Props) {
  const t = useT();
  return (
    <section className={styles.booked} role="status" aria-label={t("booked.title")}>
      <Stack gap="xs">
        <Group gap="xs">
          <Icon name="check" size={28} />
          <Title order={1} size="h3">
            {t("booked.title")}
          </Title>
        </Group>
        <Text size="lg">
          <bdi>{request.patient?.name}</bdi> · {translateWord("service", visit.service)}
        </Text>
        <Text>
          {clock.day(visit.window.opensAt)}{" "}
          <bdi dir="ltr" className="num">
            {clock.range(visit.window.opensAt, visit.window.closesAt)}
          </bdi>
          {visit.therapist && `, ${visit.therapist.name}`}
        </Text>
        {visit.plannedStart && <Text>{t("booked.planned", { time: clock.time(visit.plannedStart) })}</Text>}
        <Text>
          <bdi>{request.place?.label}</bdi>
        </Text>
        {visit.dispatchable === false && <Text fw={600}>{t("booked.notDispatchable")}</Text>}
        <Group mt="sm">
          <Button autoFocus onClick={onNew}>
            {t("book.new")} (F2)
          </Button>
        </Group>
      </Stack>
    </section>
  );
}
