import { Alert, Button, Group, NativeSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { therapistsQuery } from "../../api/plans";
import { freshOffers, hold, offersQuery, requestQuery } from "../../api/requests";
import type { CareRequest, Offer } from "../../api/types";
import { announce } from "../../components/announce";
import { ProblemNote } from "../../components/problem-note";
import { oldEnoughFrom } from "../../components/problem-words";
import { listed, translateWord, useT } from "../../lib/i18n";
import { addDays, calendarDay, minutes, serviceDay, useNow, wallToIso, type Clock } from "../../lib/time";
import { genderOf, type Draft } from "./draft";
import { Section } from "./section";
import styles from "./booking.module.css";

type Props = {
  draft: Draft;
  update: (change: Partial<Draft>) => void;
  request: CareRequest | undefined;
  clock: Clock;
  zone: string;
};

const bookable = ["ready", "held", "needs-clinician"];

/** Wishes, then the windows that can really be kept. Taking one holds it for minutes. */
export function OffersSection({ draft, update, request, clock, zone }: Props) {
  const t = useT();
  const therapists = useQuery({ ...therapistsQuery, retry: false }).data ?? [];
  return (
    <Section number={5} title="book.when">
      <Stack gap="sm">
        <div className={styles.two}>
          <NativeSelect
            label={t("book.therapistGender")}
            value={draft.therapistGender}
            onChange={(event) => update({ therapistGender: genderOf(event.currentTarget.value) })}
            data={[
              { value: "", label: t("book.any") },
              { value: "female", label: t("book.female") },
              { value: "male", label: t("book.male") },
            ]}
          />
          <NativeSelect
            label={t("book.therapist")}
            value={draft.therapistId}
            onChange={(event) => update({ therapistId: event.currentTarget.value })}
            data={[
              { value: "", label: t("book.any") },
              ...therapists.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
        {request && bookable.includes(request.status) ? (
          <OfferList request={request} clock={clock} zone={zone} />
        ) : (
          <Missing request={request} />
        )}
      </Stack>
    </Section>
  );
}

/** Why there is nothing to offer yet. */
function Missing({ request }: { request: CareRequest | undefined }) {
  const t = useT();
  const missing = request?.missing ?? [];
  const left = request?.screening?.unanswered.length ?? 0;
  return (
    <Text size="sm" c="dimmed">
      {t("book.offersLater")}{" "}
      {missing.length > 0 && t("book.stillMissing", { list: listed(missing.map((f) => translateWord("field", f))) })}{" "}
      {missing.length === 0 && left > 0 && t("book.questionsLeft", { count: left })}
    </Text>
  );
}

type ListProps = { request: CareRequest; clock: Clock; zone: string };

function OfferList({ request, clock, zone }: ListProps) {
  const t = useT();
  const client = useQueryClient();
  const [day, setDay] = useState("0");
  const today = serviceDay(new Date(), zone);
  const range =
    day === "0"
      ? {}
      : {
          from: wallToIso(`${addDays(today, Number(day))}T04:00`, zone),
          to: wallToIso(`${addDays(today, Number(day) + 1)}T04:00`, zone),
        };
  const query = offersQuery(request.id, request.version, range);
  const offers = useQuery(query);
  const refresh = () => client.invalidateQueries({ queryKey: requestQuery(request.id).queryKey });
  const take = useMutation({
    mutationFn: (offer: Offer) => hold(request.id, offer.id),
    onSuccess: () => {
      void refresh();
      void client.invalidateQueries({ queryKey: ["requests"] });
    },
    onError: (error) => {
      const fresh = freshOffers(error);
      if (fresh === null) return;
      announce(t("book.taken"), true);
      client.setQueryData(query.queryKey, { items: fresh });
    },
  });
  const dayWord = (at: string) => {
    const day = calendarDay(new Date(at), zone);
    const now = calendarDay(new Date(), zone);
    if (day === now) return t("board.today");
    return day === addDays(now, 1) ? t("book.tomorrow") : clock.day(at);
  };
  // Between midnight and four the service day goes on, and the next one is the caller's "today".
  const laterDay = (count: number) => dayWord(wallToIso(`${addDays(today, count)}T12:00`, zone));
  const items = offers.data?.items ?? [];
  const taken = freshOffers(take.error) !== null;
  return (
    <>
      <SegmentedControl
        aria-label={t("book.offerDay")}
        value={day}
        onChange={setDay}
        data={[
          { value: "0", label: t("book.soonest") },
          { value: "1", label: laterDay(1) },
          { value: "2", label: laterDay(2) },
        ]}
      />
      {request.hold && <HoldNote request={request} clock={clock} />}
      {taken && <Alert color="orange">{t("book.taken")}</Alert>}
      {!taken && <ProblemNote error={take.error ?? offers.error} />}
      {offers.isFetching && items.length === 0 && <Text size="sm">{t("book.lookingForOffers")}</Text>}
      <div className={styles.offers} role="group" aria-label={t("book.offers")}>
        {items.map((offer) => (
          <Button
            key={`${offer.therapist.id} ${offer.startsAt}`} // not its id, so that a refreshed list keeps the focus
            variant="light"
            justify="start"
            data-offer
            disabled={take.isPending}
            onClick={() => take.mutate(offer)}
          >
            {t("book.offer", {
              day: dayWord(offer.startsAt),
              hours: `\u2066${clock.range(offer.startsAt, offer.endsAt)}\u2069`,
              name: offer.therapist.name,
              minutes: minutes(offer.addedTravelS),
            })}
          </Button>
        ))}
      </div>
      {offers.data && items.length === 0 && (
        <Text size="sm">
          {offers.data.reason
            ? translateWord("reason", offers.data.reason.code, offers.data.reason.text)
            : t("book.noOffers")}{" "}
          {oldEnoughFrom(offers.data.notBefore)}{" "}
          {offers.data.nextPossible && t("book.nextPossible", { time: clock.dayTime(offers.data.nextPossible) })}
        </Text>
      )}
      <Group>
        <Button size="compact-sm" variant="default" onClick={() => void offers.refetch()}>
          {t("book.refreshOffers")} (F4)
        </Button>
      </Group>
    </>
  );
}

function HoldNote({ request, clock }: { request: CareRequest; clock: Clock }) {
  const t = useT();
  const now = useNow(1_000);
  const { hold: held } = request;
  if (held === null) return null;
  const left = Math.max(0, Math.floor((Date.parse(held.expiresAt) - now) / 1000));
  const clockLeft = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <Alert color="violet" role="status" title={t("book.held")}>
      {clock.day(held.opensAt)} <bdi dir="ltr">{clock.range(held.opensAt, held.closesAt)}</bdi>
      {held.therapist && `, ${held.therapist.name}`}.{" "}
      {left > 3600 ? (
        t("book.holdUntil", { time: clock.dayTime(held.expiresAt) })
      ) : left > 0 ? (
        <span className="num" aria-live="off">
          {t("book.holdLeft", { left: clockLeft })}
        </span>
      ) : (
        t("book.holdOver")
      )}
    </Alert>
  );
}
