import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { book, requestQuery } from "../../api/requests";
import type { CareRequest, ConsentGiven, Relation, Visit } from "../../api/types";
import { ProblemNote } from "../../components/problem-note";
import { adultAge, relationOf, relations } from "../../components/relations";
import { ageOn } from "../../lib/age";
import { translateWord, useT } from "../../lib/i18n";
import { calendarDay } from "../../lib/time";
import { ReadBack, readBackLocale } from "./read-back";
import { Section } from "./section";
import styles from "./booking.module.css";

type Props = { request: CareRequest | undefined; zone: string; onBooked: (visit: Visit) => void };

/** Consent to the visit, the words to read back, and the booking itself. */
export function ConfirmSection({ request, zone, onBooked }: Props) {
  const t = useT();
  if (!request?.hold) {
    return (
      <Section number={6} title="book.confirm">
        <Text size="sm" c="dimmed">
          {t("book.confirmLater")}
        </Text>
      </Section>
    );
  }
  return (
    <Section number={6} title="book.confirm">
      <ConfirmForm key={request.id} request={request} held={request.hold} zone={zone} onBooked={onBooked} />
    </Section>
  );
}

type FormProps = Props & { request: CareRequest; held: NonNullable<CareRequest["hold"]> };

function ConfirmForm({ request, held, zone, onBooked }: FormProps) {
  const t = useT();
  const client = useQueryClient();
  const age = ageOn(request.patient?.dateOfBirth, calendarDay(new Date(held.opensAt), zone));
  const child = age !== null && age < adultAge;
  const [agreed, setAgreed] = useState(true);
  const [givenBy, setGivenBy] = useState(child ? "" : (request.patient?.name ?? ""));
  const [relation, setRelation] = useState<Relation>(child ? "mother" : "self");
  const waiting = request.status === "needs-clinician";
  const booking = useMutation({
    mutationFn: (consent: ConsentGiven | undefined) => book(request.id, held.id, consent),
    onSuccess: (visit) => {
      void client.invalidateQueries({ queryKey: requestQuery(request.id).queryKey });
      void client.invalidateQueries({ queryKey: ["requests"] });
      onBooked(visit);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const language = readBackLocale(request);
    booking.mutate(agreed ? { givenBy: givenBy.trim(), relation, language } : undefined);
  };
  if (waiting) return <Text size="sm">{t("book.heldForClinician")}</Text>;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <ReadBack request={request} zone={zone} />
        <Checkbox
          label={t("book.consent")}
          description={agreed ? undefined : t("book.noConsent")}
          checked={agreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
        {agreed && (
          <div className={styles.two}>
            <TextInput
              label={t("book.givenBy")}
              required
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
          </div>
        )}
        <ProblemNote error={booking.error} />
        <Group>
          <Button type="submit" id="confirm-booking" loading={booking.isPending}>
            {t("book.bookIt")} (F9)
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
