import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { patientQuery } from "../../api/requests";
import type { ConsentIn, Patient, Relation, Visit } from "../../api/types";
import { ageOn } from "../../lib/age";
import { isLocale, translateWord, useT } from "../../lib/i18n";
import { calendarDay } from "../../lib/time";
import { adultAge, relationOf, relations } from "../relations";
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
  const [givenBy, setGivenBy] = useState(child ? "" : (patient.name ?? ""));
  const [relation, setRelation] = useState<Relation>(child ? "mother" : "self");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const language = patient.languages.find(isLocale) ?? "en";
    onConsent({ kind: "verbal", givenBy: givenBy.trim(), relation, language });
  };
  return (
    <form onSubmit={submit} aria-label={t("care.consent")}>
      <Stack gap="xs">
        <Text size="sm">{t("care.consentAsk")}</Text>
        <TextInput
          label={t("book.givenBy")}
          required
          autoFocus
          dir="auto"
          value={givenBy}
          onChange={(event) => setGivenBy(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("book.relation")}
          description={child ? t("book.childConsent") : undefined}
          inputWrapperOrder={["label", "input", "description"]}
          value={relation}
          onChange={(event) => setRelation(relationOf(event.currentTarget.value))}
          data={relations(child).map((value) => ({ value, label: translateWord("relation", value) }))}
        />
        <Group>
          <Button size="xs" type="submit" loading={busy} disabled={givenBy.trim() === ""}>
            {t("care.consentRecord")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
