import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { patientsQuery } from "../../api/requests";
import type { Patient } from "../../api/types";
import { ageOn } from "../../lib/age";
import { useT } from "../../lib/i18n";
import { calendarDay, type Clock } from "../../lib/time";
import { useTyped } from "../../lib/typed";
import { genderOf, isCallable, withPatient, type Draft } from "./draft";
import { KnownVisits } from "./known-visits";
import { Section } from "./section";
import styles from "./booking.module.css";

type Update = (change: Partial<Draft> | ((draft: Draft) => Draft)) => void;
type Props = { draft: Draft; update: Update; flush: () => Promise<void>; clock: Clock; zone: string };

const languages = ["en", "ar", "hi", "ur"];

/** Who calls and who the patient is; people the clinic knows are found as the number or the name is typed. */
export function CallerSection({ draft, update, flush, clock, zone }: Props) {
  const t = useT();
  const [phone, isPhoneCurrent] = useTyped(draft.callerPhone, 200);
  const [name, isNameCurrent] = useTyped(draft.name.trim(), 200);
  const known = draft.patientId !== null;
  const byPhone = useQuery({ ...patientsQuery({ phone }), enabled: !known && isCallable(phone), retry: false });
  const byName = useQuery({ ...patientsQuery({ name }), enabled: !known && name.length >= 3, retry: false });
  const found = known ? [] : unique([...(byPhone.data ?? []), ...(byName.data ?? [])]);
  const age = ageOn(draft.dateOfBirth, calendarDay(new Date(), zone));
  return (
    <Section number={1} title="book.who">
      <Stack gap="sm">
        <TextInput
          label={t("book.phone")}
          type="tel"
          dir="ltr"
          autoFocus
          required
          autoComplete="off"
          value={draft.callerPhone}
          onChange={(event) => update({ callerPhone: event.currentTarget.value })}
          onBlur={() => void flush()}
        />
        {found.length > 0 && (
          <div role="group" aria-label={t("book.known")}>
            <Text size="sm" mb={4}>
              {t("book.known")}
            </Text>
            <Group gap={6}>
              {found.slice(0, 8).map((patient) => (
                <Button
                  key={patient.id}
                  size="xs"
                  variant="light"
                  disabled={!isPhoneCurrent || !isNameCurrent}
                  onClick={() => update((before) => withPatient(before, patient))}
                >
                  {t("book.knownPatient", { name: patient.name ?? "–", born: patient.dateOfBirth ? clock.birthday(patient.dateOfBirth) : "–" })}
                </Button>
              ))}
            </Group>
          </div>
        )}
        <KnownVisits
          patientIds={draft.patientId === null ? found.slice(0, 8).map(({ id }) => id) : [draft.patientId]}
          clock={clock}
        />
        <div className={styles.two}>
          <TextInput
            label={t("book.name")}
            required
            dir="auto"
            autoComplete="off"
            readOnly={known}
            value={draft.name}
            onChange={(event) => update({ name: event.currentTarget.value })}
          />
          <TextInput
            label={t("book.dateOfBirth")}
            type="date"
            dir="ltr"
            required
            readOnly={known}
            max={calendarDay(new Date(), zone)}
            value={draft.dateOfBirth}
            description={age === null ? undefined : t("book.age", { age })}
            inputWrapperOrder={["label", "input", "description", "error"]}
            onChange={(event) => update({ dateOfBirth: event.currentTarget.value })}
          />
          <NativeSelect
            label={t("book.gender")}
            required
            disabled={known}
            value={draft.gender}
            onChange={(event) => update({ gender: genderOf(event.currentTarget.value) })}
            data={[
              { value: "", label: "–" },
              { value: "female", label: t("gender.female") },
              { value: "male", label: t("gender.male") },
            ]}
          />
          <Checkbox.Group
            label={t("book.languages")}
            value={draft.languages}
            readOnly={known}
            onChange={(value) => update({ languages: value })}
          >
            <Group gap="sm" mt={6}>
              {languages.map((tag) => (
                <Checkbox key={tag} value={tag} label={languageName(tag)} />
              ))}
            </Group>
          </Checkbox.Group>
        </div>
        {known && (
          <Group>
            <Text size="sm">{t("book.isKnown")}</Text>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => update({ patientId: null, name: "", dateOfBirth: "", gender: "" })}
            >
              {t("book.otherPerson")}
            </Button>
          </Group>
        )}
      </Stack>
    </Section>
  );
}

function languageName(tag: string): string {
  return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
}

function unique(patients: Patient[]): Patient[] {
  return [...new Map(patients.map((patient) => [patient.id, patient])).values()];
}
