import { Alert, Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLive } from "../../api/live";
import { questionnaireQuery } from "../../api/requests";
import { acknowledgeRoute, myRouteQuery } from "../../api/route";
import type { MyRoute, MyStop, Session } from "../../api/types";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { Working } from "../../components/working";
import { useT } from "../../lib/i18n";
import { useClock } from "../../lib/time";
import { DoorStopNote } from "./door-stop";
import { isOver, project } from "./progress";
import { StopCard } from "./stop-card";
import { StopRow } from "./stop-row";
import { useOutbox, type Report } from "./use-outbox";
import styles from "./today.module.css";

/** The therapist's day: the next stop large, the rest as a list. Works on when the network does not. */
export function TodayPage({ session }: { session: Session }) {
  const t = useT();
  const clock = useClock(session.tenant.zone);
  const connection = useLive();
  const { waiting, report, doorStops, seen } = useOutbox(session);
  const route = useQuery(myRouteQuery);
  useQuery(questionnaireQuery({})); // fetched early: the door questions are asked where there may be no network
  const [chosen, setChosen] = useState<string | null>(null);
  const stops = (route.data?.stops ?? []).map((stop) => ({ ...stop, status: statusOf(stop, waiting) }));
  const next = stops.find((stop) => stop.visitId === chosen) ?? stops.find((stop) => !isOver(stop.status));
  return (
    <main className={styles.page} aria-label={t("page.today")}>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {route.data?.date ? clock.date(route.data.date) : t("page.today")}
        </Title>
        <Group gap="xs">
          {waiting.length > 0 && (
            <Badge variant="default" tt="none" leftSection={<Icon name="send" size={13} />} role="status">
              {t("today.waiting", { count: waiting.length })}
            </Badge>
          )}
          {connection === "lost" && (
            <Badge variant="default" tt="none" role="status">
              {t("today.offline")}
            </Badge>
          )}
        </Group>
      </Group>
      {doorStops.map((stop) => (
        <DoorStopNote
          key={stop.visitId}
          stop={stop}
          patient={stops.find(({ visitId }) => visitId === stop.visitId)?.patient.name ?? ""}
          onSeen={() => seen(stop)}
        />
      ))}
      {!route.data && <Working query={route} />}
      {route.data && <ShiftBar route={route.data} report={report} hours={clock.range} />}
      {route.data && <Acknowledge route={route.data} />}
      {next && (
        <StopCard key={next.visitId} stop={next} number={stops.indexOf(next) + 1} clock={clock} report={report} />
      )}
      {route.data && stops.length === 0 && <Text>{t("today.none")}</Text>}
      {stops.length > 0 && (
        <section aria-label={t("today.list")}>
          <Title order={2} size="h5" mb="xs">
            {t("today.list")}
          </Title>
          <ol className={styles.list}>
            {stops.map((stop) => (
              <li key={stop.visitId}>
                <StopRow stop={stop} clock={clock} current={stop === next} onOpen={() => setChosen(stop.visitId)} />
              </li>
            ))}
          </ol>
        </section>
      )}
    </main>
  );
}

type WaitingList = ReturnType<typeof useOutbox>["waiting"];

function statusOf(stop: MyStop, waiting: WaitingList): string {
  const types = waiting.filter((entry) => entry.target === stop.visitId).map((entry) => entry.body.event.type);
  return project(stop.status, types);
}

type ShiftProps = { route: MyRoute; report: Report; hours: (from: string, to: string) => string };

function ShiftBar({ route, report, hours }: ShiftProps) {
  const t = useT();
  const { shift, shiftId } = route;
  if (!shift || !shiftId) return null;
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between">
        <Text size="sm">
          {t("today.shift")}{" "}
          <bdi dir="ltr" className="num">
            {hours(shift.startsAt, shift.endsAt)}
          </bdi>
        </Text>
        {shift.status === "planned" && (
          <Button size="xs" onClick={() => report.shift(shiftId, { type: "shift-start" })}>
            {t("today.shiftStart")}
          </Button>
        )}
        {shift.status === "started" && (
          <Button size="xs" variant="default" onClick={() => report.shift(shiftId, { type: "shift-end" })}>
            {t("today.shiftEnd")}
          </Button>
        )}
        {shift.status === "ended" && <Text size="sm">{t("today.shiftOver")}</Text>}
      </Group>
    </Card>
  );
}

/** A changed route must be seen: it stays marked until the therapist says so. */
function Acknowledge({ route }: { route: MyRoute }) {
  const t = useT();
  const client = useQueryClient();
  const seen = useMutation({
    mutationFn: () => acknowledgeRoute({ routeVersion: route.routeVersion, shiftId: route.shiftId }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["my-route"] }),
  });
  if (route.routeVersion === 0 || (route.acknowledgedVersion ?? 0) >= route.routeVersion) return null;
  return (
    <Alert color="cyan" title={t(route.acknowledgedVersion ? "today.changed" : "today.newRoute")} role="status">
      <Stack gap="xs">
        <ProblemNote error={seen.error} />
        <Button loading={seen.isPending} onClick={() => seen.mutate()}>
          {t("today.acknowledge")}
        </Button>
      </Stack>
    </Alert>
  );
}
