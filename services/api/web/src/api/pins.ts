import { queryOptions } from "@tanstack/react-query";
import { client, done, unwrap } from "./client";
import { ProblemError } from "./problem";
import type { PinLink, PinLinkMade, PublicPin, PublicPinIn } from "./types";

const of = (token: string) => ({ path: { token } });

/** What the page behind a pin link may know: who asks, and whether the link is open. null: nobody's link. */
export const publicPinQuery = (token: string) =>
  queryOptions({
    queryKey: ["public-pin", token],
    retry: false,
    queryFn: async (): Promise<PublicPin | null> => {
      try {
        return await unwrap(client.GET("/v1/public/pins/{token}", { params: of(token) }));
      } catch (error) {
        if (error instanceof ProblemError && (error.status === 404 || error.status === 422)) return null;
        throw error;
      }
    },
  });

export function sendPin(token: string, body: PublicPinIn): Promise<void> {
  return done(client.POST("/v1/public/pins/{token}", { params: of(token), body }));
}

export function makePinLink(requestId: string): Promise<PinLinkMade> {
  const path = { request_id: requestId };
  return unwrap(client.POST("/v1/requests/{request_id}/pin-links", { params: { path }, body: {} }));
}

/** The links of a request, the newest first. */
export const pinLinksQuery = (requestId: string) =>
  queryOptions({
    queryKey: ["pin-links", requestId],
    queryFn: async (): Promise<PinLink[]> => {
      const path = { request_id: requestId };
      return (await unwrap(client.GET("/v1/requests/{request_id}/pin-links", { params: { path } }))).items;
    },
  });
