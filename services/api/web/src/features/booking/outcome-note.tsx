import { Alert, Button, Group, List, Text } from "@mantine/core";
import type { CareRequest, Screening, Service } from "../../api/types";
import { oldEnoughFrom } from "../../components/problem-words";
import { spoken, translateWord, useLocale, useT } from "../../lib/i18n";

const colours: Record<string, string> = {
  cleared: "green",
  "needs-clinician": "orange",
  "not-suitable": "red",
  emergency: "red",
};

/** No outcome yet: questions are unanswered, and nothing worse is known. */
function wordOf(outcome: Screening["outcome"]): string {
  return outcome ?? "incomplete";
}

/** What the answers mean for this service, and what is possible instead. */
export function OutcomeNote({
  request,
  onService,
}: {
  request: CareRequest | undefined;
  onService: (service: Service) => void;
}) {
  const t = useT();
  const { locale } = useLocale();
  const screening = request?.screening;
  if (!request || !screening) return null;
  const instead = screening.services.filter(
    (entry) => entry.service !== request.service && !["not-suitable", "emergency"].includes(wordOf(entry.outcome)),
  );
  const notBefore = screening.services.find((entry) => entry.service === request.service)?.notBefore;
  const barred = screening.outcome === "not-suitable" || screening.outcome === "needs-clinician";
  return (
    <Alert
      role="status"
      color={colours[wordOf(screening.outcome)] ?? "gray"}
      title={translateWord("outcome", wordOf(screening.outcome))}
      data-outcome={wordOf(screening.outcome)}
    >
      {screening.reasons.length > 0 && (
        <List size="sm">
          {screening.reasons.map((reason) => (
            <List.Item key={reason.code}>{spoken(reason.text, locale)}</List.Item>
          ))}
        </List>
      )}
      {notBefore && <Text size="sm">{oldEnoughFrom(notBefore)}</Text>}
      {screening.outcome === "needs-clinician" && <Text size="sm">{t("book.clinicianNext")}</Text>}
      {barred && instead.length > 0 && (
        <Group gap="xs" mt="xs">
          <Text size="sm" fw={600}>
            {t("book.instead")}
          </Text>
          {instead.map((entry) => (
            <Button key={entry.service} size="compact-sm" variant="default" onClick={() => onService(entry.service)}>
              {translateWord("service", entry.service)} ({translateWord("outcome", wordOf(entry.outcome))})
            </Button>
          ))}
        </Group>
      )}
    </Alert>
  );
}
