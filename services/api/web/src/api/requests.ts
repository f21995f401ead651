import { queryOptions } from "@tanstack/react-query";
import { client, done, ifMatch, unwrap } from "./client";
import { asList, asRecord, ProblemError, text } from "./problem";
import type {
  BodyRegion,
  CareRequest,
  ConsentGiven,
  Gender,
  Hold,
  Offer,
  Offers,
  Patient,
  Questionnaire,
  RequestIn,
  RequestPatch,
  RequestStatus,
  Service,
  Visit,
} from "./types";

const at = (requestId: string) => ({ path: { request_id: requestId } });

export const requestQuery = (requestId: string) =>
  queryOptions({
    queryKey: ["request", requestId],
    queryFn: (): Promise<CareRequest> => unwrap(client.GET("/v1/requests/{request_id}", { params: at(requestId) })),
  });

export const requestsQuery = (status: RequestStatus) =>
  queryOptions({
    queryKey: ["requests", status],
    queryFn: async (): Promise<CareRequest[]> =>
      (await unwrap(client.GET("/v1/requests", { params: { query: { status } } }))).items,
  });

export function createRequest(body: RequestIn): Promise<CareRequest> {
  return unwrap(client.POST("/v1/requests", { body }));
}

export function patchRequest(requestId: string, version: number, body: RequestPatch): Promise<CareRequest> {
  const params = { ...at(requestId), header: ifMatch(version) };
  return unwrap(client.PATCH("/v1/requests/{request_id}", { params, body }));
}

export function cancelRequest(requestId: string, reason: string): Promise<CareRequest> {
  return unwrap(client.POST("/v1/requests/{request_id}/cancel", { params: at(requestId), body: { reason } }));
}

export type OfferRange = { from?: string; to?: string };

export const offersQuery = (requestId: string, version: number, range: OfferRange) =>
  queryOptions({
    queryKey: ["offers", requestId, version, range],
    gcTime: 0,
    queryFn: (): Promise<Offers> =>
      unwrap(client.GET("/v1/requests/{request_id}/offers", { params: { ...at(requestId), query: range } })),
  });

export function hold(requestId: string, offerId: string): Promise<Hold> {
  return unwrap(client.POST("/v1/requests/{request_id}/holds", { params: at(requestId), body: { offerId } }));
}

export function releaseHold(held: Hold): Promise<void> {
  const params = { path: { hold_id: held.id }, header: ifMatch(held.version) };
  return done(client.DELETE("/v1/holds/{hold_id}", { params }));
}

export function book(requestId: string, holdId: string, consent: ConsentGiven | undefined): Promise<Visit> {
  return unwrap(
    client.POST("/v1/requests/{request_id}/visits", {
      params: at(requestId),
      headers: { "Idempotency-Key": `book-${holdId}` },
      body: consent === undefined ? { holdId } : { holdId, consent },
    }),
  );
}

/** The fresh offers that come with "somebody was faster" (409). */
export function freshOffers(error: unknown): Offer[] | null {
  if (!(error instanceof ProblemError) || error.slug !== "hold-taken") return null;
  return asList(error.body.offers)
    .map(asRecord)
    .map((entry) => {
      const therapist = asRecord(entry.therapist);
      return {
        id: text(entry.id),
        startsAt: text(entry.startsAt),
        endsAt: text(entry.endsAt),
        addedTravelS: typeof entry.addedTravelS === "number" ? entry.addedTravelS : 0,
        therapist: { id: text(therapist.id), name: text(therapist.name), gender: text(therapist.gender) },
      };
    });
}

export const patientsQuery = (search: { phone?: string; name?: string }) =>
  queryOptions({
    queryKey: ["patients", search],
    queryFn: async (): Promise<Patient[]> =>
      (await unwrap(client.GET("/v1/patients", { params: { query: search } }))).items,
  });

export type DueFor = { service?: Service; dateOfBirth?: string; gender?: Gender; bodyRegions?: BodyRegion[] };

export const questionnaireQuery = (due: DueFor) =>
  queryOptions({
    queryKey: ["questionnaire", due],
    queryFn: (): Promise<Questionnaire> =>
      unwrap(client.GET("/v1/screening/questionnaire", { params: { query: due } })),
    staleTime: 300_000,
  });

export const patientQuery = (patientId: string | null) =>
  queryOptions({
    queryKey: ["patient", patientId],
    enabled: patientId !== null,
    queryFn: (): Promise<Patient> =>
      unwrap(client.GET("/v1/patients/{patient_id}", { params: { path: { patient_id: patientId ?? "" } } })),
  });
