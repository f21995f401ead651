import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Candidates } from "./types";

/** What typed words may mean; with the patient known, their own places lead. */
export const placeSearchQuery = (q: string, patientId: string | null) =>
  queryOptions({
    queryKey: ["places", q, patientId],
    queryFn: (): Promise<Candidates> =>
      unwrap(client.GET("/v1/places", { params: { query: patientId === null ? { q } : { q, patientId } } })),
    staleTime: 300_000,
  });
