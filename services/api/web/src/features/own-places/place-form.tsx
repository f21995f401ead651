import { Checkbox, Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { addTenantPlace, changeTenantPlace } from "../../api/own-places";
import type { TenantPlace, TenantPlaceIn } from "../../api/types";
import type { Picked } from "../../components/place-picker";
import { useT } from "../../lib/i18n";
import { emptyPlace, fromPlace, toPlace, type PlaceFields } from "./fields";
import { OwnForm } from "./own-form";

type Props = { known: TenantPlace | null; onDone: () => void };

/** A new name, a correction of one of ours, or a change of what was said before. */
export function PlaceForm({ known, onDone }: Props) {
  const t = useT();
  const [fields, setFields] = useState<PlaceFields>(known ? fromPlace(known) : emptyPlace);
  const [found, setFound] = useState<Picked | null>(null);
  const set = (change: Partial<PlaceFields>) => setFields((before) => ({ ...before, ...change }));
  const key = found?.candidate.key ?? null;
  const pick = (place: Picked) => {
    setFound(place);
    set({ point: { lat: place.lat, lon: place.lon }, corrects: null, ...(fields.name === "" ? { name: place.name } : {}) });
  };
  return (
    <OwnForm
      list="tenant-places"
      body={toPlace(fields)}
      send={(body) => send(known, body)}
      retire={known && (() => changeTenantPlace(known, { active: false }))}
      onDone={onDone}
      point={fields.point}
      onPoint={(point) => set({ point })}
      onPick={pick}
    >
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
    </OwnForm>
  );
}

/** What a place corrects is said once, when it is added. */
function send(known: TenantPlace | null, body: TenantPlaceIn): Promise<TenantPlace> {
  if (known === null) return addTenantPlace(body);
  const { name, nameAr, otherNames, note, lat, lon } = body;
  return changeTenantPlace(known, { name, nameAr, otherNames, note, lat, lon });
}
