import { Text } from "@mantine/core";
import type { Proposal } from "../../api/types";
import { isolated, useT, type MessageKey } from "../../lib/i18n";
import type { Clock } from "../../lib/time";

type Sentence = Proposal["difference"][number];

/** What a proposal changes for patients; who goes from whom to whom, and when, is told by its steps. */
export function Difference({ proposal, names, clock }: { proposal: Proposal; names: Map<string, string>; clock: Clock }) {
  const t = useT();
  const told = untold(proposal.difference).flatMap((sentence) => {
    const key = keyOf(sentence);
    return key === null ? [] : [{ key, sentence }];
  });
  return (
    <>
      {told.map(({ key, sentence: { code, visitId, params } }) => (
        <Text key={`${code} ${visitId ?? ""}`} size="xs" fw={code === "summary" ? 600 : undefined}>
          {t(key, {
            ...params,
            name: isolated(names.get(visitId ?? "") ?? ""),
            therapist: isolated(String(params.therapist ?? "")),
            time: params.startsAt === undefined ? "" : clock.time(String(params.startsAt)),
          })}
        </Text>
      ))}
    </>
  );
}

/** Without the promises that are kept again because the visit gets a place: its step says that. */
export function untold(difference: Sentence[]): Sentence[] {
  const placed = new Set(difference.filter(({ code }) => code === "placed").map(({ visitId }) => visitId));
  return difference.filter(({ code, visitId }) => code !== "promise-mended" || !placed.has(visitId));
}

/** The message of a sentence; null for what the steps say already. */
export function keyOf({ code, params }: Sentence): MessageKey | null {
  switch (code) {
    case "summary":
      return "difference.summary";
    case "promise-broken":
      return breaches[String(params.how)] ?? null;
    case "promise-mended":
      return "difference.mended";
    default:
      return null;
  }
}

const breaches: Record<string, MessageKey> = {
  late: "difference.late",
  early: "difference.early",
  "other-therapist": "difference.otherTherapist",
  "left-out": "difference.nobody",
};
