import { Alert, Button, List, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { asList, asRecord, ProblemError, text } from "../../api/problem";
import { Icon } from "../../components/icon";
import { spoken, useLocale, useT } from "../../lib/i18n";

/** Why the answers at the door ended a visit before it began. */
export type DoorStop = { visitId: string; reasons: Record<string, string>[]; ambulance: string | null };

/** What a refused report says of the door check; null when it was refused for something else. */
export function doorStopOf(visitId: string, error: unknown): DoorStop | null {
  if (!(error instanceof ProblemError) || error.slug !== "door-check-failed") return null;
  const reasons = asList(error.body.reasons).map((reason) => textsOf(asRecord(reason).text));
  return { visitId, reasons, ambulance: text(error.body.emergencyNumber) || null };
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asRecord(value)).map(([tag, said]) => [tag, text(said)]));
}

type Props = { stop: DoorStop; patient: string; onSeen: () => void };

/** Stop: which answer it was, and whom to call. It stays until the therapist has done so. */
export function DoorStopNote({ stop, patient, onSeen }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const note = useRef<HTMLDivElement>(null);
  // Whoever sent the answers is at the end of a long form: without this the note would be out of sight.
  useEffect(() => note.current?.focus(), []);
  return (
    <Alert
      ref={note}
      tabIndex={-1}
      role="alert"
      color="red"
      icon={<Icon name="warning" />}
      title={t("doorStop.title")}
    >
      <Text fw={600}>
        <bdi>{patient}</bdi>
      </Text>
      <List>
        {stop.reasons.map((reason) => (
          <List.Item key={spoken(reason, locale)}>{spoken(reason, locale)}</List.Item>
        ))}
      </List>
      <Text my="xs">{t(stop.ambulance ? "doorStop.emergency" : "doorStop.call")}</Text>
      {stop.ambulance && (
        <Button component="a" href={`tel:${stop.ambulance}`} color="red" mb="xs" fullWidth>
          {t("emergency.call")}&nbsp;<bdi dir="ltr">{stop.ambulance}</bdi>
        </Button>
      )}
      <Button variant="default" fullWidth onClick={onSeen}>
        {t("doorStop.seen")}
      </Button>
    </Alert>
  );
}
