import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { placeSearchQuery } from "../api/places";
import type { PlaceCandidate } from "../api/types";
import { useT } from "../lib/i18n";
import { useTyped } from "../lib/typed";
import { PlaceNoticeNote } from "./place-notice";

export type Picked = { name: string; lat: number; lon: number; candidate: PlaceCandidate };
type Props = { label: string; autoFocus?: boolean; onPick: (place: Picked) => void };

const shown = 5;

/** Type a place, take one of the first few that it may mean. */
export function PlacePicker({ label, autoFocus = false, onPick }: Props) {
  const t = useT();
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState(false);
  const [q, isCurrent] = useTyped(typed.trim(), 250);
  const found = useQuery({ ...placeSearchQuery(q, null), enabled: !picked && q.length >= 2 });
  const pick = (candidate: PlaceCandidate) => {
    setTyped(candidate.label);
    setPicked(true);
    onPick({ name: candidate.label, lat: candidate.lat, lon: candidate.lon, candidate });
  };
  return (
    <Stack gap={4}>
      <TextInput
        label={label}
        dir="auto"
        autoComplete="off"
        autoFocus={autoFocus}
        value={typed}
        onChange={(event) => {
          setPicked(false);
          setTyped(event.currentTarget.value);
        }}
      />
      {!picked &&
        found.data?.items.slice(0, shown).map((candidate) => (
          <Button
            key={`${candidate.label} ${candidate.lat} ${candidate.lon}`}
            size="compact-sm"
            variant="default"
            justify="start"
            disabled={!isCurrent}
            onClick={() => pick(candidate)}
          >
            <bdi>{candidate.label}</bdi>
          </Button>
        ))}
      {!picked && found.data?.notice && <PlaceNoticeNote notice={found.data.notice} />}
      {!picked && found.data?.items.length === 0 && !found.data.notice && (
        <Text size="sm" c="dimmed">
          {t("book.noPlace")}
        </Text>
      )}
    </Stack>
  );
}
