import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { freshOffers, hold, offersQuery, releaseHold } from "../../api/requests";
import type { Hold, Offer, Visit } from "../../api/types";
import { translateWord, useT } from "../../lib/i18n";
import { addDays, calendarDay, isDay, minutes, useNow, wallToIso, type Clock } from "../../lib/time";
import { ProblemNote } from "../problem-note";
import { Working } from "../working";

type Props = {
  visit: Visit;
  clock: Clock;
  zone: string;
  busy: boolean;
  onReschedule: (holdId: string, reason: string) => void;
};

/** A new window for a booked visit: choose one, which is then kept; the old one stays until it is confirmed. */
export function RescheduleForm({ visit, clock, zone, busy, onReschedule }: Props) {
  const t = useT();
  const [held, setHeld] = useState<Hold | null>(null);
  const sent = useRef(false);
  useEffect(() => {
    if (held === null) return;
    return () => {
      // Left without a decision: others may have the time. If this fails, it ends by itself.
      if (!sent.current) void releaseHold(held).catch(() => undefined);
    };
  }, [held]);
  const confirm = (holdId: string, reason: string) => {
    sent.current = true;
    onReschedule(holdId, reason);
  };
  if (held === null) return <Choice visit={visit} clock={clock} zone={zone} onHeld={setHeld} />;
  return (
    <Stack gap="xs" component="section" aria-label={t("care.reschedule")}>
      <HeldNote held={held} clock={clock} />
      <ReasonForm busy={busy} onReason={(reason) => confirm(held.id, reason)} onOther={() => setHeld(null)} />
    </Stack>
  );
}

type ChoiceProps = Pick<Props, "visit" | "clock" | "zone"> & { onHeld: (held: Hold) => void };

function Choice({ visit, clock, zone, onHeld }: ChoiceProps) {
  const t = useT();
  const [day, setDay] = useState("");
  const today = calendarDay(new Date(), zone);
  const range = isDay(day)
    ? { from: wallToIso(`${day}T00:00`, zone), to: wallToIso(`${addDays(day, 1)}T00:00`, zone) }
    : {};
  const offers = useQuery(offersQuery(visit.requestId, visit.version, range));
  const take = useMutation({ mutationFn: (offer: Offer) => hold(visit.requestId, offer.id), onSuccess: onHeld });
  const fresh = freshOffers(take.error);
  const items = fresh ?? offers.data?.items ?? [];
  return (
    <Stack gap="xs" component="section" aria-label={t("care.reschedule")}>
      <TextInput
        label={t("care.day")}
        description={t("care.dayHint")}
        type="date"
        dir="ltr"
        min={today}
        value={day}
        onChange={(event) => {
          take.reset();
          setDay(event.currentTarget.value);
        }}
      />
      {!offers.data && <Working query={offers} />}
      {fresh ? <Alert color="orange">{t("book.taken")}</Alert> : <ProblemNote error={take.error} />}
      {offers.data && items.length === 0 && (
        <Text size="sm">
          {offers.data.reason
            ? translateWord("reason", offers.data.reason.code, offers.data.reason.text)
            : t("book.noOffers")}{" "}
          {offers.data.nextPossible && t("book.nextPossible", { time: clock.dayTime(offers.data.nextPossible) })}
        </Text>
      )}
      <Stack gap={6} role="group" aria-label={t("book.offers")}>
        {items.map((offer) => (
          <Button
            key={offer.id}
            size="xs"
            h="auto"
            py={6}
            variant="light"
            justify="start"
            styles={{ label: { whiteSpace: "normal", textAlign: "start" } }}
            disabled={take.isPending}
            onClick={() => take.mutate(offer)}
          >
            {t("book.offer", {
              day: clock.day(offer.startsAt),
              hours: `\u2066${clock.range(offer.startsAt, offer.endsAt)}\u2069`,
              name: offer.therapist.name,
              minutes: minutes(offer.addedTravelS),
            })}
          </Button>
        ))}
      </Stack>
    </Stack>
  );
}

function HeldNote({ held, clock }: { held: Hold; clock: Clock }) {
  const t = useT();
  const now = useNow(5_000);
  return (
    <Alert color="violet" role="status" title={t("care.heldTitle")}>
      {clock.day(held.startsAt)} <bdi dir="ltr">{clock.range(held.startsAt, held.endsAt)}</bdi>,{" "}
      <bdi>{held.therapist.name}</bdi>.{" "}
      {Date.parse(held.expiresAt) > now
        ? t("book.holdUntil", { time: clock.time(held.expiresAt) })
        : t("book.holdOver")}
    </Alert>
  );
}

type ReasonProps = { busy: boolean; onReason: (reason: string) => void; onOther: () => void };

function ReasonForm({ busy, onReason, onOther }: ReasonProps) {
  const t = useT();
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onReason(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          label={t("care.rescheduleWhy")}
          required
          autoFocus
          dir="auto"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button size="xs" type="submit" loading={busy} disabled={reason.trim() === ""}>
            {t("care.rescheduleConfirm")}
          </Button>
          <Button size="xs" variant="default" onClick={onOther}>
            {t("care.otherTime")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
