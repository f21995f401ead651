import { Button, Group, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { closeIncident, incidentsQuery } from "../../api/incidents";
import { requestQuery } from "../../api/requests";
import type { Incident, Plan } from "../../api/types";
import { visitQuery } from "../../api/visits";
import { announce } from "../../components/announce";
import { ProblemNote } from "../../components/problem-note";
import { isolated, useT } from "../../lib/i18n";
import { useNow, type Clock } from "../../lib/time";
import { ageOf, whoOf, wordsOf } from "./incidents";
import { ReasonForm } from "./reason-form";
import { focusQueue, Section } from "./section";
import styles from "./board.module.css";

type Props = { plan: Plan; incidents: Incident[]; clock: Clock; onSelect: (visitId: string) => void };

/** What somebody has to look at, newest first; each is closed with a word about what was done. */
export function IncidentList({ incidents, ...rest }: Props) {
  const now = useNow();
  return (
    <Section title="board.queueIncidents" count={incidents.length}>
      {incidents.map((incident) => (
        <li key={incident.id}>
          <IncidentCard incident={incident} now={now} {...rest} />
        </li>
      ))}
    </Section>
  );
}

type CardProps = Omit<Props, "incidents"> & { incident: Incident; now: number };

function IncidentCard({ incident, plan, clock, now, onSelect }: CardProps) {
  const t = useT();
  const client = useQueryClient();
  const [closing, setClosing] = useState(false);
  const { title, sentence } = wordsOf(incident);
  const { visitId } = incident;
  const close = useMutation({
    mutationFn: (note: string) => closeIncident(incident.id, note),
    onSuccess: () => {
      announce(t("incidents.closed"));
      focusQueue();
    },
    onSettled: () => client.invalidateQueries({ queryKey: incidentsQuery.queryKey }),
  });
  return (
    <article className={styles.card} data-stage="gone" aria-label={title}>
      <span className={styles.cardHead}>
        <span>{title}</span>
        <time className="num" dateTime={incident.at} title={clock.dayTime(incident.at)}>
          {ageOf(incident.at, now)}
        </time>
      </span>
      <Text size="xs">
        <Whom incident={incident} plan={plan} />
      </Text>
      <Text size="xs" c="dimmed">
        {sentence}
      </Text>
      <Group gap={6} mt={4}>
        {visitId !== null && (
          <Button size="compact-xs" variant="default" onClick={() => onSelect(visitId)}>
            {t("incidents.show")}
          </Button>
        )}
        <Button size="compact-xs" variant="default" aria-expanded={closing} onClick={() => setClosing(!closing)}>
          {t("incidents.close")}
        </Button>
      </Group>
      {closing && (
        <ReasonForm
          label="incidents.closeWhy"
          submit="incidents.closeConfirm"
          busy={close.isPending}
          onReason={(note) => close.mutate(note)}
        />
      )}
      <ProblemNote error={close.error} />
    </article>
  );
}

/** The people of the visit, or of the call when no visit came of it. */
function Whom({ incident, plan }: { incident: Incident; plan: Plan }) {
  const t = useT();
  const onBoard = whoOf(plan, incident);
  const requestId = incident.visitId === null ? incident.requestId : null;
  const elsewhere = incident.visitId !== null && onBoard === null;
  const visit = useQuery({ ...visitQuery(incident.visitId ?? ""), enabled: elsewhere }).data;
  const request = useQuery({ ...requestQuery(requestId ?? ""), enabled: requestId !== null }).data;
  if (request) {
    return (
      <>
        <bdi>{request.patient?.name}</bdi>{" "}
        <a href={`tel:${request.callerPhone}`}>
          <bdi dir="ltr">{request.callerPhone}</bdi>
        </a>
      </>
    );
  }
  const patient = onBoard?.patient ?? visit?.patient.name;
  if (!patient) return t("incidents.noVisit");
  const therapist = onBoard ? onBoard.therapist : visit?.therapist?.name;
  return `${isolated(patient)} · ${therapist ? isolated(therapist) : t("incidents.noTherapist")}`;
}
