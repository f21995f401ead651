import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { addTenantPlace, changeTenantPlace } from "../../api/own-places";
import type { TenantPlace, TenantPlaceIn } from "../../api/types";
import { PlacePicker, type Picked } from "../../components/place-picker";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";
import { emptyPlace, fromPlace, toPlace, type PlaceFields } from "./fields";
import { OwnMap } from "./own-map";

type Props = { known: TenantPlace | null; onDone: () => void };

/** A new name, a correction of one of ours, or a change of what was said before. */
export function PlaceForm({ known, onDone }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [fields, setFields] = useState<PlaceFields>(known ? fromPlace(known) : emptyPlace);
  const [found, setFound] = useState<Picked | null>(null);
  const set = (change: Partial<PlaceFields>) => setFields((before) => ({ ...before, ...change }));
  const done = () => {
    void client.invalidateQueries({ queryKey: ["tenant-places"] });
    void client.invalidateQueries({ queryKey: ["places"] });
    onDone();
  };
  const save = useMutation({ mutationFn: (body: TenantPlaceIn) => send(known, body), onSuccess: done });
  const drop = useMutation({ mutationFn: (place: TenantPlace) => changeTenantPlace(place, { active: false }), onSuccess: done });
  const body = toPlace(fields);
  const key = found?.candidate.key ?? null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body !== null) save.mutate(body);
  };
  const pick = (place: Picked) => {
    setFound(place);
    set({ point: { lat: place.lat, lon: place.lon }, corrects: null, ...(fields.name === "" ? { name: place.name } : {}) });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PlacePicker label={t("ownPlaces.find")} onPick={pick} />
        {known === null && found !== null && key !== null && (
          <Checkbox
            label={t("ownPlaces.correctOurs", { name: found.name })}
            checked={fields.corrects !== null}
            onChange={(event) => set({ corrects: event.currentTarget.checked ? key : null })}
          />
        )}
        <Group grow>
          <TextInput label={t("ownPlaces.name")} dir="auto" required value={fields.name} onChange={(event) => set({ name: event.currentTarget.value })} />
          <TextInput label={t("ownPlaces.nameAr")} dir="rtl" lang="ar" value={fields.nameAr} onChange={(event) => set({ nameAr: event.currentTarget.value })} />
        </Group>
        <TextInput
          label={t("ownPlaces.otherNames")}
          description={t("ownPlaces.otherNamesHint")}
          dir="auto"
          value={fields.otherNames}
          onChange={(event) => set({ otherNames: event.currentTarget.value })}
        />
        <TextInput label={t("ownPlaces.note")} dir="auto" value={fields.note} onChange={(event) => set({ note: event.currentTarget.value })} />
        <OwnMap point={fields.point} onPoint={(point) => set({ point })} />
        <ProblemNote error={save.error ?? drop.error} />
        <Group justify="flex-end">
          {known !== null && (
            <Button variant="default" loading={drop.isPending} onClick={() => drop.mutate(known)}>
              {t("ownPlaces.remove")}
            </Button>
          )}
          <Button type="submit" disabled={body === null} loading={save.isPending}>
            {t("ownPlaces.keep")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What a place corrects is said once, when it is added. */
function send(known: TenantPlace | null, body: TenantPlaceIn): Promise<TenantPlace> {
  if (known === null) return addTenantPlace(body);
  const { name, nameAr, otherNames, note, lat, lon } = body;
  return changeTenantPlace(known, { name, nameAr, otherNames, note, lat, lon });
}
