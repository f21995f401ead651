import { CloseButton, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Plan, Session, Visit } from "../../api/types";
import { visitQuery } from "../../api/visits";
import { areaOf, labelOf, unrepeated } from "../../components/area";
import { LateBadge, PinnedBadge, StatusBadge } from "../../components/status-badge";
import { VisitCare } from "../../components/visit-care/visit-care";
import { Working } from "../../components/working";
import { listed, translateWord, useLocale, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { VisitActions } from "./visit-actions";
import styles from "./board.module.css";

type Props = {
  session: Session;
  plan: Plan;
  visitId: string;
  clock: Clock;
  canAct: boolean;
  onClose: () => void;
};

/** Everything about the chosen visit, and what can be done with it. */
export function Inspector({ session, plan, visitId, clock, canAct, onClose }: Props) {
  const t = useT();
  const isHold = plan.routes.some((route) =>
    route.stops.some((stop) => stop.visitId === visitId && stop.kind === "hold"),
  );
  const visit = useQuery({ ...visitQuery(visitId), enabled: !isHold });
  return (
    <aside className={styles.inspector} aria-label={t("inspector.title")}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Title order={2} size="h4">
          <bdi>{isHold ? t("board.holdName") : (visit.data?.patient.name ?? t("inspector.title"))}</bdi>
        </Title>
        <CloseButton aria-label={t("app.close")} onClick={onClose} />
      </Group>
      {isHold && <Text size="sm">{t("inspector.hold")}</Text>}
      {!isHold && !visit.data && <Working query={visit} />}
      {visit.data && (
        <Stack gap="md">
          <Group gap={6}>
            <StatusBadge status={visit.data.status} />
            <LateBadge lateS={visit.data.lateS} />
            {visit.data.pinned && <PinnedBadge />}
          </Group>
          <Facts visit={visit.data} clock={clock} />
          {canAct && <VisitActions key={visitId} plan={plan} visit={visit.data} clock={clock} />}
          <VisitCare key={`care-${visitId}`} visit={visit.data} roles={session.roles} clock={clock} zone={session.tenant.zone} />
          <Events visit={visit.data} clock={clock} />
        </Stack>
      )}
    </aside>
  );
}

function Facts({ visit, clock }: { visit: Visit; clock: Clock }) {
  const t = useT();
  const { locale } = useLocale();
  const { place } = visit;
  const where = unrepeated([labelOf(place, locale), place.building, place.unit, areaOf(place, locale)]);
  return (
    <dl className={styles.facts}>
      <Fact name={t("inspector.service")}>
        {translateWord("service", visit.service)} · {t("inspector.minutes", { minutes: visit.serviceMinutes })}
      </Fact>
      <Fact name={t("inspector.window")}>
        <span className="num">{clock.day(visit.window.opensAt)}</span>{" "}
        <bdi dir="ltr" className="num">
          {clock.range(visit.window.opensAt, visit.window.closesAt)}
        </bdi>
      </Fact>
      <Fact name={t("inspector.planned")}>
        {visit.plannedStart ? <bdi dir="ltr">{clock.time(visit.plannedStart)}</bdi> : t("status.unassigned")}
        {visit.eta && ` · ${t("inspector.eta", { time: clock.time(visit.eta) })}`}
      </Fact>
      <Fact name={t("inspector.therapist")}>
        <bdi>{visit.therapist?.name ?? t("status.unassigned")}</bdi>
      </Fact>
      {visit.unassignedReason && (
        <Fact name={t("inspector.why")}>
          {translateWord("reason", visit.unassignedReason.code, visit.unassignedReason.text)}
        </Fact>
      )}
      <Fact name={t("inspector.place")}>
        <bdi>{listed(where)}</bdi>
        {place.entryNotes && (
          <Text size="xs" c="dimmed">
            {place.entryNotes}
          </Text>
        )}
      </Fact>
      {visit.patient.phone && (
        <Fact name={t("inspector.phone")}>
          <a href={`tel:${visit.patient.phone}`}>
            <bdi dir="ltr">{visit.patient.phone}</bdi>
          </a>
        </Fact>
      )}
      {visit.missingForDispatch.length > 0 && (
        <Fact name={t("inspector.missing")}>
          {visit.missingForDispatch.map((word) => translateWord("missing", word)).join(" · ")}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Events({ visit, clock }: { visit: Visit; clock: Clock }) {
  const t = useT();
  if (visit.events.length === 0) return null;
  const events = [...visit.events].sort((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
  const day = clock.day(visit.window.opensAt);
  const stamp = (at: string) => (clock.day(at) === day ? clock.time(at) : clock.dayTime(at));
  return (
    <section>
      <Title order={3} size="sm" mb={4}>
        {t("inspector.events")}
      </Title>
      <ol className={styles.events}>
        {events.map((event) => (
          <li key={event.id}>
            <span className="num">{stamp(event.occurredAt)}</span>{" "}
            {translateWord("event", event.type)}
            {!event.applied && ` (${t("inspector.notApplied")})`}
          </li>
        ))}
      </ol>
    </section>
  );
}
