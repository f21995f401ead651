import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { book, requestQuery } from "../../api/requests";
import type { CareRequest, ConsentGiven, Visit } from "../../api/types";
import { ConsentFields, likelyGiver } from "../../components/consent-fields";
import { ProblemNote } from "../../components/problem-note";
import { adultAge } from "../../components/relations";
import { ageOn } from "../../lib/age";
import { useT } from "../../lib/i18n";
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
  const [giver, setGiver] = useState(likelyGiver(request.patient?.name, child));
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
    booking.mutate(agreed ? { ...giver, givenBy: giver.givenBy.trim(), language } : undefined);
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
            <ConsentFields giver={giver} child={child} onGiver={setGiver} />
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
