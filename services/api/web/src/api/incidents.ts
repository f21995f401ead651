import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Incident } from "./types";

/** What is open, newest first, page after page. */
export const incidentsQuery = queryOptions({
  queryKey: ["incidents"],
  queryFn: async (): Promise<Incident[]> => {
    const all: Incident[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await unwrap(client.GET("/v1/incidents", { params: { query: cursor ? { cursor } : {} } }));
      all.push(...page.items);
      cursor = page.next;
    } while (cursor);
    return all;
  },
});

export function closeIncident(incidentId: string, note: string): Promise<Incident> {
  return unwrap(
    client.POST("/v1/incidents/{incident_id}/close", {
      params: { path: { incident_id: incidentId } },
      body: { note },
    }),
  );
}
