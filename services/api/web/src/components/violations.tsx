import { Badge, Checkbox, List, Stack, Text, TextInput } from "@mantine/core";
import type { Violation } from "../api/types";
import { isolated, translateWord, useT } from "../lib/i18n";

export type Passing = { agreed: boolean; reason: string };

/** Whether the rules broken here can be passed by what the person ticked and wrote. */
export function canPass(violations: Violation[], passing: Passing): boolean {
  if (violations.some((violation) => violation.class === "safety")) return false;
  const promises = violations.some((violation) => violation.class === "promise");
  return !promises || (passing.agreed && passing.reason.trim() !== "");
}

export function promiseIds(violations: Violation[]): string[] {
  return violations.filter((violation) => violation.class === "promise").map((violation) => violation.id);
}

type Props = {
  violations: Violation[];
  /** Who a visit is for, where the page knows it. */
  nameOf: (visitId: string) => string | null;
  passing: Passing;
  onPassing: (next: Passing) => void;
};

/** The rule is the first part of a violation's id; the server's own sentence names ids and seconds. */
function sentenceOf(violation: Violation, nameOf: Props["nameOf"]): string {
  const said = translateWord("rule", violation.id.split(":")[0] ?? "", violation.text);
  const name = violation.visitId ? nameOf(violation.visitId) : null;
  return name ? `${isolated(name)}: ${said}` : said;
}

/** Broken rules in words. Promises can be passed by name and reason; safety never. */
export function Violations({ violations, nameOf, passing, onPassing }: Props) {
  const t = useT();
  if (violations.length === 0) return null;
  const safety = violations.some((violation) => violation.class === "safety");
  return (
    <Stack gap="xs">
      <List size="sm" spacing={4}>
        {violations.map((violation) => (
          <List.Item key={violation.id}>
            <Badge
              size="sm"
              tt="none"
              variant={violation.class === "safety" ? "filled" : "default"}
              color="red.9"
              me={6}
            >
              {translateWord("class", violation.class)}
            </Badge>
            {sentenceOf(violation, nameOf)}
          </List.Item>
        ))}
      </List>
      {safety && (
        <Text size="sm" fw={600}>
          {t("violations.safety")}
        </Text>
      )}
      {!safety && promiseIds(violations).length > 0 && (
        <>
          <Checkbox
            label={t("violations.acknowledge")}
            checked={passing.agreed}
            onChange={(event) => onPassing({ ...passing, agreed: event.currentTarget.checked })}
          />
          <TextInput
            label={t("violations.reason")}
            value={passing.reason}
            onChange={(event) => onPassing({ ...passing, reason: event.currentTarget.value })}
          />
        </>
      )}
    </Stack>
  );
}
