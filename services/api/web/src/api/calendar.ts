import { queryOptions } from "@tanstack/react-query";
import { client, done, ifMatch, unwrap } from "./client";
import type { CalendarDay, DayIn, Observance, ObservanceIn } from "./types";

export const calendarQuery = (year: number) =>
  queryOptions({
    queryKey: ["calendar", year],
    queryFn: async (): Promise<CalendarDay[]> =>
      (await unwrap(client.GET("/v1/calendar/{year}", { params: { path: { year } } }))).days,
  });

const of = (day: string) => ({ path: { calendar_date: day } });
const at = (day: string, version: number) => ({ ...of(day), header: ifMatch(version) });

/** The day with its version, also one that nothing was said of yet. */
export function readDay(day: string): Promise<CalendarDay> {
  return unwrap(client.GET("/v1/calendar/days/{calendar_date}", { params: of(day) }));
}

export function setDay(day: string, version: number, body: DayIn): Promise<CalendarDay> {
  return unwrap(client.PUT("/v1/calendar/days/{calendar_date}", { params: at(day, version), body }));
}

export function forgetDay(day: string, version: number): Promise<void> {
  return done(client.DELETE("/v1/calendar/days/{calendar_date}", { params: at(day, version) }));
}

/** What a therapist asked to be kept free, and the breaks of the coming week. */
export const observanceQuery = (therapistId: string) =>
  queryOptions({
    queryKey: ["calendar", "observance", therapistId],
    queryFn: (): Promise<Observance> =>
      unwrap(client.GET("/v1/therapists/{therapist_id}/breaks", { params: { path: { therapist_id: therapistId } } })),
  });

export function setObservance({ therapistId, version }: Observance, body: ObservanceIn): Promise<Observance> {
  const params = { path: { therapist_id: therapistId }, header: ifMatch(version) };
  return unwrap(client.PUT("/v1/therapists/{therapist_id}/breaks", { params, body }));
}
