import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { requestsQuery } from "../../api/requests";
import type { RequestStatus } from "../../api/types";
import { Working } from "../../components/working";
import { translateWord, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import styles from "./booking.module.css";

const groups: RequestStatus[] = ["incomplete", "ready", "needs-clinician", "held"];

/** Requests that still need somebody; each opens where it was left. */
export function RequestList({ current, clock }: { current: string | undefined; clock: Clock }) {
  const t = useT();
  return (
    <aside className={styles.side} aria-label={t("book.open")}>
      <Title order={2} size="h5">
        {t("book.open")}
      </Title>
      {groups.map((status) => (
        <Group key={status} status={status} current={current} clock={clock} />
      ))}
    </aside>
  );
}

function Group({ status, current, clock }: { status: RequestStatus; current: string | undefined; clock: Clock }) {
  const query = useQuery(requestsQuery(status));
  const requests = query.data ?? [];
  return (
    <section>
      <Title order={3} size="sm" mt="sm">
        {translateWord("requestStatus", status)} {query.data && <span className="num">({requests.length})</span>}
      </Title>
      {!query.data && <Working query={query} />}
      <ul className={styles.list}>
        {requests.map((request) => (
          <li key={request.id}>
            <Link
              to="/book/{-$requestId}"
              params={{ requestId: request.id }}
              className={styles.card}
              aria-current={request.id === current ? "page" : undefined}
            >
              <bdi>{request.patient?.name ?? request.callerPhone}</bdi>
              <bdi dir="ltr" className="num">
                {clock.time(request.createdAt)}
              </bdi>
              {request.service && (
                <Text size="xs" c="dimmed" component="span">
                  {translateWord("service", request.service)}
                </Text>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
