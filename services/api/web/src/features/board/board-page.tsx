import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { incidentsQuery } from "../../api/incidents";
import { useLive } from "../../api/live";
import { deadJobsQuery, planQuery, proposalsQuery } from "../../api/plans";
import { requestsQuery } from "../../api/requests";
import type { PlanRoute, Session } from "../../api/types";
import { pinVisit, unassignVisit, visitsQuery } from "../../api/visits";
import { announce } from "../../components/announce";
import { wordsOf } from "../../components/problem-words";
import { Working } from "../../components/working";
import { useT } from "../../lib/i18n";
import { useClock, useNow } from "../../lib/time";
import { BoardBar } from "./board-bar";
import { brightVisits, countExceptions, type Filter } from "./exceptions";
import { Inspector } from "./inspector";
import { Queue } from "./queue";
import { Timeline } from "./timeline/timeline";
import styles from "./board.module.css";

const none: never[] = [];

const BoardMap = lazy(() => import("./map/board-map"));

export type BoardSearch = { date?: string; visit?: string; filter?: Filter };
type Props = { session: Session; date: string; search: BoardSearch; onSearch: (next: BoardSearch) => void };

/** The day of all shifts. What is shown and chosen lives in the URL. */
export function BoardPage({ session, date, search, onSearch }: Props) {
  const t = useT();
  const clock = useClock(session.tenant.zone);
  const connection = useLive();
  const client = useQueryClient();
  const canAct = session.roles.includes("dispatcher");
  const canRead = session.roles.some((role) => role === "dispatcher" || role === "supervisor");
  const plan = useQuery(planQuery(date));
  const visits = useQuery(visitsQuery(date)).data ?? none;
  const dead = useQuery({ ...deadJobsQuery, enabled: canAct }).data ?? none;
  const proposals = useQuery(proposalsQuery(date)).data ?? none;
  const waiting = useQuery({ ...requestsQuery("needs-clinician"), enabled: canRead }).data ?? none;
  const incomplete = useQuery({ ...requestsQuery("incomplete"), enabled: canRead }).data ?? none;
  const incidents = useQuery({ ...incidentsQuery, enabled: canRead }).data ?? none;
  const { visit: selected, filter } = search;
  const select = (visit: string | undefined) => onSearch({ ...search, visit });
  const byKey = useMutation({
    mutationFn: (call: () => Promise<unknown>) => call(),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["plan"] }),
    onError: (error) => announce(wordsOf(error), true),
  });
  const data = plan.data;
  const bright = useMemo(
    () => (data === undefined ? null : brightVisits(filter, data, visits, proposals, incidents)),
    [data, filter, visits, proposals, incidents],
  );
  const minute = Math.floor(useNow(60_000) / 60_000);
  const rows = useMemo(() => runningFirst(data?.routes ?? none, minute * 60_000), [data, minute]);
  const selectedRoute = data?.routes.find((route) => route.stops.some((stop) => stop.visitId === selected));
  const pinned = (visitId: string) =>
    data?.routes.some((route) => route.stops.some((stop) => stop.visitId === visitId && stop.pinned)) ?? false;

  return (
    <main className={styles.board} aria-label={t("board.title", { date: clock.date(date) })}>
      <BoardBar
        session={session}
        date={date}
        plan={data}
        clock={clock}
        connection={connection}
        counts={data && countExceptions(data, visits, proposals, dead, incidents)}
        filter={filter}
        canAct={canAct}
        onDate={(next) => onSearch({ date: next })}
        onFilter={(next) => onSearch({ ...search, filter: next })}
      />
      {!data && (
        <div className={styles.waiting}>
          <Working query={plan} />
        </div>
      )}
      {data && (
        <>
          <Queue
            plan={data}
            visits={visits}
            proposals={proposals}
            dead={dead}
            incidents={incidents}
            waiting={waiting}
            incomplete={incomplete}
            canBook={session.roles.includes("agent")}
            canAct={canAct}
            filter={filter}
            selected={selected}
            clock={clock}
            onSelect={select}
          />
          <div className={styles.main}>
            <Suspense fallback={<div className={styles.map} />}>
              <BoardMap
                plan={data}
                selected={selected}
                selectedShift={selectedRoute?.shiftId}
                bright={bright}
                onSelect={select}
              />
            </Suspense>
            <Timeline
              routes={rows}
              clock={clock}
              selected={selected}
              bright={bright}
              onSelect={select}
              onPin={(visitId) => canAct && byKey.mutate(() => pinVisit(visitId, !pinned(visitId)))}
              onUnassign={(visitId) => canAct && byKey.mutate(() => unassignVisit(visitId, t("act.byKey")))}
            />
          </div>
          {selected && (
            <Inspector
              session={session}
              plan={data}
              visitId={selected}
              clock={clock}
              canAct={canAct}
              onClose={() => {
                document.getElementById(`stop-${selected}`)?.focus();
                select(undefined);
              }}
            />
          )}
        </>
      )}
    </main>
  );
}

/** Shifts that are over go below, those that ended last on top; the others by their start. */
function runningFirst(routes: PlanRoute[], now: number): PlanRoute[] {
  const start = (route: PlanRoute) => Date.parse(route.startsAt);
  const overSince = (route: PlanRoute) => Math.max(0, now - Date.parse(route.endsAt));
  const isOver = (route: PlanRoute) => Number(Date.parse(route.endsAt) <= now);
  return [...routes].sort((a, b) => isOver(a) - isOver(b) || overSince(a) - overSince(b) || start(a) - start(b));
}
