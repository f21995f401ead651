import { Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isOver, visitsOfQuery } from "../../api/visits";
import { translateWord, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import styles from "./booking.module.css";

/** What the caller may be calling about: visits that are booked and not over; each opens to be changed. */
export function KnownVisits({ patientIds, clock }: { patientIds: string[]; clock: Clock }) {
  const t = useT();
  const visits = useQueries({ queries: patientIds.map((id) => ({ ...visitsOfQuery(id), retry: false })) })
    .flatMap((query) => query.data ?? [])
    .filter((visit) => !isOver(visit))
    .sort((a, b) => Date.parse(a.window.opensAt) - Date.parse(b.window.opensAt));
  if (visits.length === 0) return null;
  return (
    <section aria-label={t("book.bookedVisits")}>
      <Text size="sm" mb={4}>
        {t("book.bookedVisits")}
      </Text>
      <ul className={styles.list}>
        {visits.map((visit) => (
          <li key={visit.id}>
            <Link to="/book/{-$requestId}" params={{ requestId: visit.requestId }} className={styles.card}>
              <bdi>{visit.patient.name}</bdi>
              <span>
                {translateWord("service", visit.service)} · {clock.day(visit.window.opensAt)}{" "}
                <bdi dir="ltr" className="num">
                  {clock.range(visit.window.opensAt, visit.window.closesAt)}
                </bdi>
                {" · "}
                {translateWord("status", visit.status)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
