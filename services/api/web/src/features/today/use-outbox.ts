import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { sendShiftEvent } from "../../api/route";
import type { EventIn, Session, ShiftEventIn } from "../../api/types";
import { sendEvent } from "../../api/visits";
import { announce } from "../../components/announce";
import { wordsOf } from "../../components/problem-words";
import { newId } from "../../lib/ids";
import { doorStopOf, type DoorStop } from "./door-stop";
import { Outbox, type Waiting } from "./outbox";

type Fact = { kind: "visit"; event: EventIn } | { kind: "shift"; event: ShiftEventIn };

function isFact(value: unknown): value is Fact {
  if (typeof value !== "object" || value === null || !("event" in value) || !("kind" in value)) return false;
  const { event, kind } = value;
  if (kind !== "visit" && kind !== "shift") return false;
  return typeof event === "object" && event !== null && "type" in event && "clientEventId" in event;
}

async function send({ target, body }: Waiting<Fact>): Promise<void> {
  if (body.kind === "shift") await sendShiftEvent(target, body.event);
  else await sendEvent(target, body.event);
}

type Stamped = "occurredAt" | "clientEventId";
export type VisitNews = Omit<EventIn, Stamped>;
export type Report = {
  visit: (visitId: string, news: VisitNews) => void;
  shift: (shiftId: string, news: Omit<ShiftEventIn, Stamped>) => void;
};

/** The signed-in therapist's outbox: written at once, sent when there is a network, tried again every 15 s. */
export function useOutbox(session: Session) {
  const client = useQueryClient();
  const key = `rounds.outbox.${session.tenant.id}.${session.user.id}`;
  const [doorStops, setDoorStops] = useState<DoorStop[]>([]);
  const outbox = useMemo(
    () =>
      new Outbox<Fact>(key, localStorage, isFact, send, (entry, error) => {
        const stop = doorStopOf(entry.target, error);
        if (stop) setDoorStops((before) => [...before, stop]);
        else announce(error instanceof Error ? wordsOf(error) : String(error), true);
      }),
    [key],
  );
  const waiting = useSyncExternalStore(outbox.subscribe, outbox.snapshot);
  useEffect(() => {
    const replay = () => void outbox.replay().then(() => client.invalidateQueries({ queryKey: ["my-route"] }));
    const retry = () => outbox.snapshot().length > 0 && replay();
    retry();
    const timer = setInterval(retry, 15_000);
    window.addEventListener("online", replay);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", replay);
    };
  }, [outbox, client]);

  const keep = (target: string, body: Fact) => {
    const entry = { id: body.event.clientEventId, target, body };
    void outbox.add(entry).then(() => client.invalidateQueries({ queryKey: ["my-route"] }));
  };
  const stamp = () => ({ clientEventId: newId(), occurredAt: new Date().toISOString() });
  const report: Report = {
    visit: (visitId, news) => keep(visitId, { kind: "visit", event: { ...news, ...stamp() } }),
    shift: (shiftId, news) => keep(shiftId, { kind: "shift", event: { ...news, ...stamp() } }),
  };
  const seen = (stop: DoorStop) => setDoorStops((before) => before.filter((other) => other !== stop));
  return { waiting, report, doorStops, seen };
}
