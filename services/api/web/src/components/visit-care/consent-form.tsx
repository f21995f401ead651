import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { patientQuery } from "../../api/requests";
import type { ConsentIn, Patient, Visit } from "../../api/types";
import { ageOn } from "../../lib/age";
import { isLocale, useT } from "../../lib/i18n";
import { calendarDay } from "../../lib/time";
import { ConsentFields, likelyGiver } from "../consent-fields";
import { adultAge } from "../relations";
import { Working } from "../working";

type Props = { visit: Visit; zone: string; busy: boolean; onConsent: (consent: ConsentIn) => void };

/** Consent said on the phone after booking; of a child a parent or guardian gives it. */
export function ConsentForm({ visit, zone, busy, onConsent }: Props) {
  const patient = useQuery(patientQuery(visit.patient.id));
  if (!patient.data) return <Working query={patient} />;
  return <Fields patient={patient.data} visit={visit} zone={zone} busy={busy} onConsent={onConsent} />;
}

function Fields({ patient, visit, zone, busy, onConsent }: Props & { patient: Patient }) {
  const t = useT();
  const age = ageOn(patient.dateOfBirth, calendarDay(new Date(visit.window.opensAt), zone));
  const child = age !== null && age < adultAge;
  const [giver, setGiver] = useState(likelyGiver(patient.name, child));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const language = patient.languages.find(isLocale) ?? "en";
    onConsent({ kind: "verbal", ...giver, givenBy: giver.givenBy.trim(), language });
  };
  return (
    <form onSubmit={submit} aria-label={t("care.consent")}>
      <Stack gap="xs">
        <Text size="sm">{t("care.consentAsk")}</Text>
        <ConsentFields giver={giver} child={child} autoFocus onGiver={setGiver} />
        <Group>
          <Button size="xs" type="submit" loading={busy} disabled={giver.givenBy.trim() === ""}>
            {t("care.consentRecord")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
