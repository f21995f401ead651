import { Button, Group, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLive } from "../../api/live";
import { ProblemError } from "../../api/problem";
import { patientQuery, requestQuery } from "../../api/requests";
import type { CareRequest, Session } from "../../api/types";
import { ProblemNote } from "../../components/problem-note";
import { Working } from "../../components/working";
import { translateWord, useT } from "../../lib/i18n";
import { useClock } from "../../lib/time";
import { BookedVisit } from "./booked-visit";
import { CallerSection } from "./caller-section";
import { ComplaintSection } from "./complaint-section";
import { ConfirmSection } from "./confirm-section";
import { DiscardRequest } from "./discard-request";
import { emptyDraft, fromRequest } from "./draft";
import { EmergencyStop } from "./emergency-stop";
import { OffersSection } from "./offers-section";
import { PlaceSection } from "./place-section";
import { RequestList } from "./request-list";
import { ScreeningSection } from "./screening-section";
import { focusSection } from "./section";
import { useDraft, type Saving } from "./use-draft";
import styles from "./booking.module.css";

type Props = { session: Session; requestId: string | undefined; onOpen: (requestId: string | undefined) => void };

/** One call on one page. The draft made here keeps its form when its id enters the URL; another id starts afresh. */
export function BookingPage({ session, requestId, onOpen }: Props) {
  const clock = useClock(session.tenant.zone);
  useLive();
  const [fresh, setFresh] = useState<{ count: number; id: string | undefined }>({ count: 0, id: undefined });
  const mine = requestId === undefined || requestId === fresh.id;
  const loaded = useQuery({ ...requestQuery(requestId ?? ""), enabled: !mine });
  const startNew = () => {
    setFresh({ count: fresh.count + 1, id: undefined });
    onOpen(undefined);
  };
  return (
    <div className={styles.page}>
      {mine ? (
        <BookingForm
          key={`new-${fresh.count}`}
          session={session}
          restored={undefined}
          onNew={startNew}
          onCreated={(id) => {
            setFresh({ ...fresh, id });
            onOpen(id);
          }}
        />
      ) : loaded.data ? (
        <BookingForm
          key={requestId}
          session={session}
          restored={loaded.data}
          onNew={startNew}
          onCreated={() => undefined}
        />
      ) : (
        <div className={styles.form}>
          <Working query={loaded} />
        </div>
      )}
      <RequestList current={requestId} clock={clock} />
    </div>
  );
}

type FormProps = {
  session: Session;
  restored: CareRequest | undefined;
  onNew: () => void;
  onCreated: (id: string) => void;
};

function BookingForm({ session, restored, onNew, onCreated }: FormProps) {
  const t = useT();
  const client = useQueryClient();
  const zone = session.tenant.zone;
  const clock = useClock(zone);
  const { draft, update, adopt, flush, request, saving, error } = useDraft(
    restored ? fromRequest(restored) : emptyDraft,
    restored,
    onCreated,
  );
  const [booked, setBooked] = useState<string | null>(null);
  const patient = useQuery(patientQuery(draft.patientId)).data;
  const placeProblem = error instanceof ProblemError && error.errors.some(({ field }) => field.startsWith("place"));

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const digit = /^Digit([1-6])$/.exec(event.code)?.[1];
      if (event.altKey && digit !== undefined) focusSection(Number(digit));
      else if (event.key === "F2") onNew();
      else if (event.key === "F4") {
        void flush().then(() => client.invalidateQueries({ queryKey: ["offers"] }));
        document.querySelector<HTMLElement>("[data-offer]")?.focus();
      } else if (event.key === "F9") document.getElementById("confirm-booking")?.click();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [client, flush, onNew]);

  if (request?.status === "emergency") return <EmergencyStop request={request} onNew={onNew} />;
  const done = request?.status === "booked" || request?.status === "cancelled";
  const visitId = booked ?? (done ? request?.visitId : null);
  if (request && visitId) {
    const shown = { session, request, visitId, clock, onNew };
    return <BookedVisit key={visitId} {...shown} fresh={booked !== null} />;
  }
  return (
    <main className={styles.form} aria-label={t("page.book")}>
      <Group justify="space-between">
        <Title order={1} size="h3">
          {t("page.book")}
        </Title>
        <Group gap="sm">
          {request && <Text size="sm">{translateWord("requestStatus", request.status)}</Text>}
          <SavingNote saving={saving} />
          {request && !done && <DiscardRequest request={request} onDone={onNew} />}
          <Button size="xs" variant="default" onClick={onNew}>
            {t("book.new")} (F2)
          </Button>
        </Group>
      </Group>
      {!placeProblem && <ProblemNote error={error} title={t("book.notSaved")} />}
      {done ? (
        <Text>{t("book.over")}</Text>
      ) : (
        <>
          <CallerSection draft={draft} update={update} flush={flush} clock={clock} zone={zone} />
          <PlaceSection
            draft={draft}
            update={update}
            request={request}
            saved={patient?.places ?? []}
            problem={placeProblem ? error : null}
            clock={clock}
            adopt={adopt}
          />
          <ComplaintSection draft={draft} update={update} />
          <ScreeningSection draft={draft} update={update} flush={flush} request={request} />
          <OffersSection draft={draft} update={update} request={request} clock={clock} zone={zone} />
          <ConfirmSection request={request} zone={zone} onBooked={(visit) => setBooked(visit.id)} />
        </>
      )}
    </main>
  );
}

function SavingNote({ saving }: { saving: Saving }) {
  const t = useT();
  return (
    <Text size="sm" c="dimmed" role="status">
      {saving === "saving" && t("book.saving")}
      {saving === "saved" && t("book.saved")}
    </Text>
  );
}
