import { queryOptions } from "@tanstack/react-query";
import { client, done, ifMatch, unwrap } from "./client";
import type { Disruption, DisruptionIn, DisruptionMade } from "./types";

export const disruptionsQuery = queryOptions({
  queryKey: ["disruptions"],
  queryFn: async (): Promise<Disruption[]> => (await unwrap(client.GET("/v1/travel/disruptions"))).items,
});

/** Reports a bad day, or with `dryRun` only asks what it would put at risk. */
export function reportDisruption(body: DisruptionIn): Promise<DisruptionMade> {
  return unwrap(client.POST("/v1/travel/disruptions", { body }));
}

export function endDisruption({ id, version }: Disruption): Promise<void> {
  const params = { path: { disruption_id: id }, header: ifMatch(version) };
  return done(client.DELETE("/v1/travel/disruptions/{disruption_id}", { params }));
}
