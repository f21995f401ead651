import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Candidates } from "./types";

/** What typed words may mean; with the patient known, their own places lead. */
export const placeSearchQuery = (q: string, patientId: string | null) =>
  queryOptions({
    queryKey: ["places", q, patientId],
    queryFn: (): Promise<Candidates> => search(q, patientId, {}),
    staleTime: 300_000,
  });

/** The same, with what the tenant's online geocoder knows. Only on a press, never while typing. */
export const onlineSearchQuery = (q: string, patientId: string | null) =>
  queryOptions({
    queryKey: ["places", q, patientId, "online"],
    queryFn: (): Promise<Candidates> => search(q, patientId, { online: true }),
    // A silent provider may speak at the next press.
    staleTime: 0,
  });

function search(q: string, patientId: string | null, more: { online?: boolean }): Promise<Candidates> {
  const query = patientId === null ? { q, ...more } : { q, patientId, ...more };
  return unwrap(client.GET("/v1/places", { params: { query } }));
}
