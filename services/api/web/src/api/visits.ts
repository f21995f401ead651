import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { ConsentIn, EventAnswer, EventIn, Visit } from "./types";

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

/** What a patient has booked, newest first. */
export const visitsOfQuery = (patientId: string) =>
  queryOptions({
    queryKey: ["visits", "of", patientId],
    queryFn: async (): Promise<Visit[]> =>
      (await unwrap(client.GET("/v1/visits", { params: { query: { patientId } } }))).items,
  });

const over = ["done", "cannot-enter", "unfit", "stopped", "converted", "no-show", "cancelled"];

/** Whether nothing can be done about the visit any more. */
export function isOver(visit: Visit): boolean {
  return over.includes(visit.status);
}

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

export function recordConsent(visitId: string, body: ConsentIn) {
  return unwrap(client.POST("/v1/visits/{visit_id}/consents", { params: at(visitId), body }));
}

/** Books the held window for the visit and frees its old one, both or neither. */
export function reschedule(visitId: string, holdId: string, reason: string): Promise<Visit> {
  return unwrap(client.POST("/v1/visits/{visit_id}/reschedule", { params: at(visitId), body: { holdId, reason } }));
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
