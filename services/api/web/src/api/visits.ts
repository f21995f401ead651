import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { EventAnswer, EventIn, Visit } from "./types";

export const visitQuery = (visitId: string) =>
  queryOptions({
    queryKey: ["visit", visitId],
    queryFn: (): Promise<Visit> =>
      unwrap(client.GET("/v1/visits/{visit_id}", { params: { path: { visit_id: visitId } } })),
  });

/** All visits of a service day, page after page. */
export const visitsQuery = (date: string) =>
  queryOptions({
    queryKey: ["visits", date],
    queryFn: async (): Promise<Visit[]> => {
      const all: Visit[] = [];
      let cursor: string | null | undefined;
      do {
        const query = cursor ? { date, cursor } : { date };
        const page = await unwrap(client.GET("/v1/visits", { params: { query } }));
        all.push(...page.items);
        cursor = page.next;
      } while (cursor);
      return all;
    },
    staleTime: 30_000,
  });

const at = (visitId: string) => ({ path: { visit_id: visitId } });

export function pinVisit(visitId: string, pinned: boolean): Promise<Visit> {
  return unwrap(client.POST("/v1/visits/{visit_id}/pin", { params: at(visitId), body: { pinned } }));
}

export function unassignVisit(visitId: string, reason: string): Promise<Visit> {
  return unwrap(client.POST("/v1/visits/{visit_id}/unassign", { params: at(visitId), body: { reason } }));
}

export function cancelVisit(visitId: string, reason: string, askedBy: string): Promise<Visit> {
  return unwrap(client.POST("/v1/visits/{visit_id}/cancel", { params: at(visitId), body: { reason, askedBy } }));
}

/** The event's own id is also its idempotency key: sending it again changes nothing. */
export function sendEvent(visitId: string, body: EventIn): Promise<EventAnswer> {
  return unwrap(
    client.POST("/v1/visits/{visit_id}/events", {
      params: at(visitId),
      headers: { "Idempotency-Key": body.clientEventId },
      body,
    }),
  );
}
