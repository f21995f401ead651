import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { whyQuery } from "../../api/plans";
import type { Suggestion, Unassigned } from "../../api/types";
import { wordsOf } from "../../components/problem-words";
import { isolated, translateWord, useT } from "../../lib/i18n";

type Props = { date: string; entry: Unassigned; isSelected: boolean };

/** The cheapest changes with which the visit fits. Where the plan came without them, the chosen visit asks. */
export function Suggestions({ date, entry, isSelected }: Props) {
  const t = useT();
  const asks = isSelected && entry.suggestions === null;
  const asked = useQuery({ ...whyQuery(date, entry.visitId), enabled: asks });
  const known = entry.suggestions ?? (asks ? asked.data?.suggestions : undefined);
  if (known === undefined) {
    if (!asks) return null;
    return (
      <Text size="xs" c="dimmed" role="status">
        {asked.error ? wordsOf(asked.error) : t("app.loading")}
      </Text>
    );
  }
  return known.slice(0, 2).map((suggestion) => (
    <Text key={[suggestion.kind, suggestion.shiftId, suggestion.otherVisitId].join()} size="xs">
      {sentenceOf(suggestion)}
    </Text>
  ));
}

function sentenceOf({ kind, text, minutes, therapist, otherTherapist }: Suggestion): string {
  return translateWord("suggestion", kind, text, {
    name: isolated(therapist.name),
    other: isolated(otherTherapist?.name ?? ""),
    minutes: minutes ?? 0,
  });
}
