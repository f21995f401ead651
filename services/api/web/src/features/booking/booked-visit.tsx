import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { CareRequest, Session, Visit } from "../../api/types";
import { visitQuery } from "../../api/visits";
import { Icon } from "../../components/icon";
import { StatusBadge } from "../../components/status-badge";
import { VisitCare } from "../../components/visit-care/visit-care";
import { Working } from "../../components/working";
import { translateWord, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import styles from "./booking.module.css";

type Props = {
  session: Session;
  request: CareRequest;
  visitId: string;
  fresh: boolean;
  clock: Clock;
  onNew: () => void;
};

/** What was booked, as it stands in the plan now, and what the caller may want changed about it. */
export function BookedVisit({ session, request, visitId, fresh, clock, onNew }: Props) {
  const t = useT();
  const visit = useQuery(visitQuery(visitId));
  const title = t(fresh ? "booked.title" : "inspector.title");
  return (
    <main className={styles.booked} aria-label={title}>
      <Stack gap="xs">
        <Group gap="xs" role={fresh ? "status" : undefined}>
          {fresh && <Icon name="check" size={28} />}
          <Title order={1} size="h3">
            {title}
          </Title>
          {visit.data && <StatusBadge status={visit.data.status} />}
        </Group>
        {visit.data ? <Facts request={request} visit={visit.data} clock={clock} /> : <Working query={visit} />}
        {visit.data && (
          <VisitCare visit={visit.data} roles={session.roles} clock={clock} zone={session.tenant.zone} />
        )}
        <Group mt="sm">
          <Button autoFocus onClick={onNew}>
            {t("book.new")} (F2)
          </Button>
        </Group>
      </Stack>
    </main>
  );
}

function Facts({ request, visit, clock }: { request: CareRequest; visit: Visit; clock: Clock }) {
  const t = useT();
  return (
    <>
      <Text size="lg">
        <bdi>{request.patient?.name}</bdi> · {translateWord("service", visit.service)}
      </Text>
      <Text>
        {clock.day(visit.window.opensAt)}{" "}
        <bdi dir="ltr" className="num">
          {clock.range(visit.window.opensAt, visit.window.closesAt)}
        </bdi>
        {visit.therapist && (
          <>
            , <bdi>{visit.therapist.name}</bdi>
          </>
        )}
      </Text>
      {visit.plannedStart && <Text>{t("booked.planned", { time: clock.time(visit.plannedStart) })}</Text>}
      <Text>
        <bdi>{request.place?.label}</bdi>
      </Text>
      {visit.status === "booked" && visit.missingForDispatch.length > 0 && (
        <Text fw={600}>
          {t("booked.missing", {
            list: visit.missingForDispatch.map((word) => translateWord("missing", word)).join(" · "),
          })}
        </Text>
      )}
    </>
  );
}
