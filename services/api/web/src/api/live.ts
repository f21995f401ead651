import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

export type Connection = "connecting" | "live" | "lost";

/** Which cached answers a topic of the stream makes old. */
const outdated: Record<string, string[]> = {
  "request.changed": ["request", "requests", "clearances"],
  "visit.changed": ["visit", "visits", "plan", "my-route", "clearances"],
  "plan.changed": ["plan", "proposals"],
  "route.changed": ["plan", "proposals", "visits", "my-route"],
  "job.changed": ["job", "jobs", "plan"],
  "hold.changed": ["plan", "request"],
  "pin.landed": ["request", "pin-links"],
  "promise.changed": ["call-list", "visit"],
  "therapist.changed": ["therapists", "plan"],
  "incident.changed": ["incidents"],
  "travel.changed": ["disruptions", "plan"],
  alert: ["plan", "jobs", "call-list", "incidents"],
};

function invalidate(client: QueryClient, keys: string[]) {
  void client.invalidateQueries({ predicate: ({ queryKey: [first] }) => keys.some((key) => key === first) });
}

/** Keeps the page true by one event stream; after a break, or on "resync", everything shown is asked for again. */
export function useLive(): Connection {
  const client = useQueryClient();
  const [state, setState] = useState<Connection>("connecting");
  useEffect(() => {
    const waiting = new Set<string>();
    let flush: ReturnType<typeof setTimeout> | undefined;
    const soon = (keys: string[]) => {
      keys.forEach((key) => waiting.add(key));
      flush ??= setTimeout(() => {
        flush = undefined;
        const keysNow = [...waiting];
        waiting.clear();
        invalidate(client, keysNow);
      }, 250);
    };
    const everything = [...new Set(Object.values(outdated).flat())];
    let reopen: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource;
    let broken = false;
    const open = () => {
      source = new EventSource("/v1/stream");
      source.onopen = () => {
        if (broken) soon(everything);
        broken = false;
        setState("live");
      };
      source.onerror = () => {
        broken = true;
        setState("lost");
        // A refused stream is closed for good by the browser; a cut one it opens again by itself.
        if (source.readyState === EventSource.CLOSED) reopen = setTimeout(open, 5_000);
      };
      source.addEventListener("resync", () => soon(everything));
      for (const [topic, keys] of Object.entries(outdated)) source.addEventListener(topic, () => soon(keys));
    };
    open();
    return () => {
      clearTimeout(flush);
      clearTimeout(reopen);
      source.close();
    };
  }, [client]);
  return state;
}
