import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, type KeyboardEvent } from "react";
import { onlineSearchQuery, placeSearchQuery } from "../../api/places";
import type { CareRequest, PlaceIn } from "../../api/types";
import { areaOf } from "../../components/area";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { translateWord, useLocale, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { useTyped } from "../../lib/typed";
import { ArrivalNote } from "./arrival-note";
import { AskOnline } from "./ask-online";
import { CandidateList } from "./candidate-list";
import { placeOf } from "./candidates";
import type { Draft } from "./draft";
import { PinLink } from "./pin-link";
import { Section } from "./section";
import styles from "./booking.module.css";

const PlaceMap = lazy(() => import("./place-map"));

type Props = {
  draft: Draft;
  update: (change: Partial<Draft>) => void;
  request: CareRequest | undefined;
  saved: { label: string | null; lat: number; lon: number; precisionM: number }[];
  problem: Error | null;
  clock: Clock;
  adopt: (request: CareRequest) => void;
};

/** Where the patient is: a name, a landmark, a Makani number, coordinates, or a pin on the map. */
export function PlaceSection({ draft, update, request, saved, problem, clock, adopt }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const list = useRef<HTMLUListElement>(null);
  const typed = draft.placeText.trim();
  const [q, isCurrent] = useTyped(typed, 250);
  const chosen = draft.place !== null;
  const search = useQuery({
    ...placeSearchQuery(q, draft.patientId),
    enabled: !chosen && q.length >= 2,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const isOld = !isCurrent || search.isPlaceholderData;
  // Only a press of the button asks.
  const online = useQuery({ ...onlineSearchQuery(q, draft.patientId), enabled: false, retry: false });
  // A pin carries no precision: the server knows how exact a click is.
  const choose = (candidate: { label: string | null; lat: number; lon: number; precisionM: number | null }) => {
    const { label, lat, lon, precisionM } = candidate;
    const place = { ...draft.place, lat, lon, precisionM, ...(label ? { label } : {}) };
    update({ placeText: label ?? `${lat.toFixed(5)}, ${lon.toFixed(5)}`, place });
  };
  const vague = request?.place != null && request.missing.includes("place");
  const detail = (change: Partial<PlaceIn>) => draft.place && update({ place: { ...draft.place, ...change } });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    list.current?.querySelector("button")?.focus();
    event.preventDefault();
  };
  return (
    <Section number={2} title="book.where">
      <div className={styles.placeGrid}>
        <Stack gap="sm">
          <TextInput
            label={t("book.place")}
            description={t("book.placeHint")}
            dir="auto"
            autoComplete="off"
            required
            value={draft.placeText}
            leftSection={chosen ? <Icon name="check" size={16} /> : <Icon name="pin" size={16} />}
            onChange={(event) => update({ placeText: event.currentTarget.value, place: null })}
            onKeyDown={onKeyDown}
          />
          {!chosen && saved.length > 0 && typed === "" && (
            <Group gap={6}>
              {saved.map((place) => (
                <Button key={`${place.lat} ${place.lon}`} size="xs" variant="light" onClick={() => choose(place)}>
                  {place.label}
                </Button>
              ))}
            </Group>
          )}
          {!chosen && typed.length >= 2 && search.data && (
            <CandidateList
              key={typed}
              isOld={isOld}
              found={online.data ?? search.data}
              list={list}
              onChoose={(found, asked) => update({ placeText: found.label, place: placeOf(found, draft.place, asked) })}
            />
          )}
          {!chosen && !isOld && search.data?.canAskOnline && <AskOnline asked={online} />}
          {chosen && (
            <div className={styles.two}>
              <TextInput
                label={t("book.building")}
                dir="auto"
                value={draft.place?.building ?? ""}
                onChange={(event) => detail({ building: event.currentTarget.value })}
              />
              <TextInput
                label={t("book.unit")}
                dir="auto"
                value={draft.place?.unit ?? ""}
                onChange={(event) => detail({ unit: event.currentTarget.value })}
              />
              <TextInput
                label={t("book.entry")}
                dir="auto"
                value={draft.place?.entryNotes ?? ""}
                onChange={(event) => detail({ entryNotes: event.currentTarget.value })}
              />
            </div>
          )}
          {request?.place && chosen && (
            <Text size="sm" c="dimmed">
              {t("book.placeKept", {
                community: areaOf(request.place, locale),
                precision: Math.round(request.place.precisionM),
              })}
            </Text>
          )}
          {vague && chosen && (
            <Alert color="orange" role="status">
              {t("book.askPin")}
            </Alert>
          )}
          {request?.place && chosen && <ArrivalNote arrival={request.place.arrival} />}
          {request?.place?.remote && chosen && (
            <Alert color="grape" role="status">
              {translateWord("remoteNote", request.place.remote)}
            </Alert>
          )}
          {request && <PinLink request={request} clock={clock} onLanded={() => adopt(request)} />}
          <ProblemNote error={problem} title={t("book.placeRefused")} />
        </Stack>
        <Suspense fallback={<div className={styles.placeMap} />}>
          <PlaceMap
            lat={draft.place?.lat ?? (chosen ? request?.place?.lat : undefined)}
            lon={draft.place?.lon ?? (chosen ? request?.place?.lon : undefined)}
            onPin={(lat, lon) => choose({ lat, lon, label: null, precisionM: null })}
          />
        </Suspense>
      </div>
    </Section>
  );
}
