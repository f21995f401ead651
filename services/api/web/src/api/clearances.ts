import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { Call, Clearance, DecisionIn } from "./types";

export const clearancesQuery = queryOptions({
  queryKey: ["clearances"],
  queryFn: async (): Promise<Clearance[]> => (await unwrap(client.GET("/v1/clearances"))).items,
});

export function decide(clearanceId: string, body: DecisionIn) {
  return unwrap(
    client.POST("/v1/clearances/{clearance_id}/decision", { params: { path: { clearance_id: clearanceId } }, body }),
  );
}

export const callListQuery = queryOptions({
  queryKey: ["call-list"],
  queryFn: async (): Promise<Call[]> => (await unwrap(client.GET("/v1/call-list"))).items,
});

export type PromiseAnswer = "agreed" | "refused" | "not-reached";

export function answerPromise(promiseId: string, answer: PromiseAnswer) {
  return unwrap(
    client.POST("/v1/promises/{promise_id}/answer", {
      params: { path: { promise_id: promiseId } },
      body: { answer },
    }),
  );
}
