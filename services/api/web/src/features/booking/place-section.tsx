import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, type KeyboardEvent } from "react";
import { placesQuery } from "../../api/requests";
import type { CareRequest, PlaceCandidate, PlaceIn } from "../../api/types";
import { areaOf } from "../../components/area";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { useLocale, useT } from "../../lib/i18n";
import type { Draft } from "./draft";
import { Section } from "./section";
import styles from "./booking.module.css";

const PlaceMap = lazy(() => import("./place-map"));

type Props = {
  draft: Draft;
  update: (change: Partial<Draft>) => void;
  request: CareRequest | undefined;
  saved: { label: string | null; lat: number; lon: number; precisionM: number }[];
  problem: Error | null;
};

/** Where the patient is: a name, a landmark, a Makani number, coordinates, or a pin on the map. */
export function PlaceSection({ draft, update, request, saved, problem }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const list = useRef<HTMLUListElement>(null);
  const [q] = useDebouncedValue(draft.placeText.trim(), 250);
  const chosen = draft.place !== null;
  const search = useQuery({ ...placesQuery(q), enabled: !chosen && q.length >= 2, retry: false });
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
          {!chosen && saved.length > 0 && q === "" && (
            <Group gap={6}>
              {saved.map((place) => (
                <Button key={`${place.lat} ${place.lon}`} size="xs" variant="light" onClick={() => choose(place)}>
                  {place.label}
                </Button>
              ))}
            </Group>
          )}
          {!chosen && search.data && (
            <ul className={styles.candidates} aria-label={t("book.candidates")} ref={list}>
              {search.data.map((candidate) => (
                <li key={`${candidate.label} ${candidate.lat} ${candidate.lon}`}>
                  <Candidate candidate={candidate} onChoose={choose} />
                </li>
              ))}
              {search.data.length === 0 && <li className={styles.none}>{t("book.noPlace")}</li>}
            </ul>
          )}
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
          <ProblemNote error={problem} title={t("book.placeRefused")} />
        </Stack>
        <Suspense fallback={<div className={styles.placeMap} />}>
          <PlaceMap
            lat={draft.place?.lat}
            lon={draft.place?.lon}
            onPin={(lat, lon) => choose({ lat, lon, label: null, precisionM: null })}
          />
        </Suspense>
      </div>
    </Section>
  );
}

type CandidateProps = { candidate: PlaceCandidate; onChoose: (candidate: PlaceCandidate) => void };

function Candidate({ candidate, onChoose }: CandidateProps) {
  const t = useT();
  const { locale } = useLocale();
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const item = event.currentTarget.parentElement;
    const next = event.key === "ArrowDown" ? item?.nextElementSibling : item?.previousElementSibling;
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    next?.querySelector("button")?.focus();
    event.preventDefault();
  };
  return (
    <button type="button" className={styles.candidate} onClick={() => onChoose(candidate)} onKeyDown={onKeyDown}>
      <bdi>{candidate.label}</bdi>
      <span className={styles.candidateNote}>
        <bdi>{candidate.community && areaOf(candidate, locale)}</bdi> {t("book.within", { metres: Math.round(candidate.precisionM) })}
      </span>
    </button>
  );
}
