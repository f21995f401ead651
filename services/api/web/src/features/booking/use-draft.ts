import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ProblemError } from "../../api/problem";
import { createRequest, patchRequest, requestQuery } from "../../api/requests";
import type { CareRequest, RequestPatch } from "../../api/types";
import { changes, fromRequest, toPatch, withoutRefused, type Draft } from "./draft";

const pauseMs = 600;

export type Saving = "idle" | "saving" | "saved" | "failed";

/**
 * Keeps the draft on the server as it is typed: created with the phone number, then patched with what changed.
 * One call at a time; a stale version (somebody else typed too) is read again and the change sent on top.
 */
export function useDraft(initial: Draft, restored: CareRequest | undefined, onCreated: (id: string) => void) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(initial);
  const [requestId, setRequestId] = useState(restored?.id);
  const [saving, setSaving] = useState<Saving>(restored ? "saved" : "idle");
  const [error, setError] = useState<Error | null>(null);
  const kept = useRef<RequestPatch>(restored ? toPatch(initial) : {});
  const busy = useRef<Promise<void> | null>(null);
  const latest = useRef(initial);
  const idRef = useRef(restored?.id);
  const request = useQuery({ ...requestQuery(requestId ?? ""), enabled: requestId !== undefined }).data;

  const send = useCallback(
    async (patch: RequestPatch) => {
      const remember = (answer: CareRequest) => client.setQueryData(requestQuery(answer.id).queryKey, answer);
      const id = idRef.current;
      if (id === undefined) {
        const { callerPhone } = patch;
        if (callerPhone === undefined) return;
        const answer = await createRequest({ ...patch, channel: "phone", callerPhone });
        idRef.current = answer.id;
        remember(answer);
        setRequestId(answer.id);
        onCreated(answer.id);
        return;
      }
      const query = requestQuery(id);
      const version = (await client.ensureQueryData(query)).version;
      try {
        remember(await patchRequest(id, version, patch));
      } catch (problem) {
        if (!(problem instanceof ProblemError && problem.status === 412)) throw problem;
        const fresh = await client.fetchQuery({ ...query, staleTime: 0 });
        remember(await patchRequest(id, fresh.version, patch));
      }
    },
    [client, onCreated],
  );

  /** Saves now what is not yet saved; resolves when the server has it. */
  const flush = useCallback(async (): Promise<void> => {
    if (busy.current) await busy.current;
    const next = toPatch(latest.current);
    const patch = changes(kept.current, next);
    if (Object.keys(patch).length === 0) return;
    if (idRef.current === undefined && patch.callerPhone === undefined) return;
    setSaving("saving");
    const save = async (part: RequestPatch) => {
      await send(part);
      kept.current = { ...kept.current, ...part };
      void client.invalidateQueries({ queryKey: ["requests"] });
    };
    busy.current = save(patch)
      .then(() => {
        setSaving("saved");
        setError(null);
      })
      .catch(async (problem: unknown) => {
        setSaving("failed");
        setError(problem instanceof Error ? problem : new Error(String(problem)));
        if (!(problem instanceof ProblemError) || problem.errors.length === 0) return;
        const rest = withoutRefused(patch, problem.errors.map(({ field }) => field));
        const count = Object.keys(rest).length;
        if (count > 0 && count < Object.keys(patch).length) await save(rest).catch(() => undefined);
      })
      .finally(() => {
        busy.current = null;
      });
    await busy.current;
  }, [client, send]);

  const update = useCallback((change: Partial<Draft> | ((draft: Draft) => Draft)) => {
    const before = latest.current;
    const next = typeof change === "function" ? change(before) : { ...before, ...change };
    latest.current = next;
    setDraft(next);
  }, []);

  /** Takes over a place that somebody else gave (a pin by link): the server has it, so nothing is sent. */
  const adopt = useCallback((from: CareRequest) => {
    const { place, placeText } = fromRequest(from);
    const words = placeText || (place ? `${place.lat?.toFixed(5)}, ${place.lon?.toFixed(5)}` : "");
    const next = { ...latest.current, place, placeText: words };
    const { place: known } = toPatch(next);
    if (known !== undefined) kept.current = { ...kept.current, place: known };
    latest.current = next;
    setDraft(next);
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => void flush(), pauseMs);
    return () => clearTimeout(timer);
  }, [draft, flush]);

  return { draft, update, adopt, flush, request, saving, error };
}
