import { Text, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { CareRequest, Incident, Job, Plan, Proposal, Visit } from "../../api/types";
import { areaOf } from "../../components/area";
import { LateBadge } from "../../components/status-badge";
import { isolated, translateWord, useLocale, useT, type MessageKey } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { lateStops, undispatchable, type Filter } from "./exceptions";
import { IncidentList } from "./incident-list";
import { ProposalList } from "./proposal-list";
import { queueId, Section } from "./section";
import { Suggestions } from "./suggestions";
import styles from "./board.module.css";

type Props = {
  plan: Plan;
  visits: Visit[];
  proposals: Proposal[];
  dead: Job[];
  incidents: Incident[];
  waiting: CareRequest[];
  incomplete: CareRequest[];
  canBook: boolean;
  canAct: boolean;
  filter: Filter | undefined;
  selected: string | undefined;
  clock: Clock;
  onSelect: (visitId: string) => void;
};

/** What has no place in the plan yet, each with its reason in words. A filter narrows it to one kind. */
export function Queue(props: Props) {
  const { plan, visits, proposals, dead, waiting, incomplete, canBook, canAct, filter, clock } = props;
  const t = useT();
  const { locale } = useLocale();
  const late = filter === "late" ? lateStops(plan) : [];
  return (
    <aside className={styles.queue} id={queueId} tabIndex={-1} aria-label={t("board.queue")}>
      {filter === "incidents" && (
        <IncidentList plan={plan} incidents={props.incidents} clock={clock} onSelect={props.onSelect} />
      )}
      {(filter === "proposals" || (filter === undefined && proposals.length > 0)) && (
        <ProposalList plan={plan} proposals={proposals} clock={clock} canAct={canAct} />
      )}
      {(filter === undefined || filter === "unassigned") && (
        <Section title="board.queueUnassigned" count={plan.unassigned.length}>
          {plan.unassigned.map((entry) => (
            <Card key={entry.visitId} id={entry.visitId} stage="requested" {...props}>
              <Head name={entry.patientName ?? ""} aside={clock.range(entry.window.opensAt, entry.window.closesAt)} />
              <Text size="xs" c="dimmed">
                {translateWord("service", entry.service)} · <bdi>{areaOf(entry.place, locale)}</bdi>
              </Text>
              {entry.reason && <Text size="xs">{translateWord("reason", entry.reason.code, entry.reason.text)}</Text>}
              {entry.blockers.slice(0, 1).map((blocker) => (
                <Text key={blocker.rule} size="xs" c="dimmed">
                  {translateWord("blocker", blocker.rule, blocker.text)} {blocker.therapists.map((one) => isolated(one.name)).join(", ")}
                </Text>
              ))}
              <Suggestions date={plan.date} entry={entry} isSelected={props.selected === entry.visitId} />
            </Card>
          ))}
        </Section>
      )}
      {filter === "late" && (
        <Section title="board.queueLate" count={late.length}>
          {late.map((stop) => (
            <Card key={stop.visitId} id={stop.visitId} stage="assigned" {...props}>
              <Head name={stop.patientName ?? ""} aside={clock.range(stop.window.opensAt, stop.window.closesAt)} />
              <LateBadge lateS={stop.lateS} />
            </Card>
          ))}
        </Section>
      )}
      {(filter === undefined || filter === "undispatchable") && (
        <Section title="board.queueUndispatchable" count={undispatchable(visits).length}>
          {undispatchable(visits).map((visit) => (
            <Card key={visit.id} id={visit.id} stage="assigned" {...props}>
              <Head name={visit.patient.name ?? ""} aside={clock.range(visit.window.opensAt, visit.window.closesAt)} />
              <Text size="xs">{visit.missingForDispatch.map((word) => translateWord("missing", word)).join(" · ")}</Text>
            </Card>
          ))}
        </Section>
      )}
      {filter === "dead" && (
        <Section title="board.queueDead" count={dead.length}>
          {dead.map((job) => (
            <li key={job.id} className={styles.card}>
              <Head name={translateWord("job", job.kind)} aside={clock.dayTime(job.createdAt)} />
              <Text size="xs">{job.error}</Text>
            </li>
          ))}
        </Section>
      )}
      {filter === undefined && (
        <>
          <Requests title="board.queueClinician" requests={waiting} clock={clock} canBook={canBook} />
          <Requests title="board.queueIncomplete" requests={incomplete} clock={clock} canBook={canBook} />
        </>
      )}
    </aside>
  );
}

type CardProps = Pick<Props, "selected" | "onSelect"> & { id: string; stage: string; children: ReactNode };

function Card({ id, stage, selected, onSelect, children }: CardProps) {
  return (
    <li>
      <UnstyledButton
        className={styles.card}
        data-stage={stage}
        aria-current={selected === id}
        onClick={() => onSelect(id)}
      >
        {children}
      </UnstyledButton>
    </li>
  );
}

function Head({ name, aside }: { name: string; aside: string }) {
  return (
    <span className={styles.cardHead}>
      <bdi>{name}</bdi>
      <bdi dir="ltr" className="num">
        {aside}
      </bdi>
    </span>
  );
}

type RequestsProps = { title: MessageKey; requests: CareRequest[]; clock: Clock; canBook: boolean };

function Requests({ title, requests, clock, canBook }: RequestsProps) {
  return (
    <Section title={title} count={requests.length}>
      {requests.map((request) => (
        <li key={request.id}>
          {canBook ? (
            <Link
              to="/book/{-$requestId}"
              params={{ requestId: request.id }}
              className={styles.card}
              data-stage="requested"
            >
              <RequestCard request={request} clock={clock} />
            </Link>
          ) : (
            <div className={styles.card} data-stage="requested">
              <RequestCard request={request} clock={clock} />
            </div>
          )}
        </li>
      ))}
    </Section>
  );
}

function RequestCard({ request, clock }: { request: CareRequest; clock: Clock }) {
  return (
    <>
      <Head name={request.patient?.name ?? request.callerPhone} aside={clock.time(request.createdAt)} />
      {request.service && (
        <Text size="xs" c="dimmed">
          {translateWord("service", request.service)}
        </Text>
      )}
    </>
  );
}
