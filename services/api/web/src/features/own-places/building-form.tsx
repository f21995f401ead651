import { Group, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { addBuilding, changeBuilding } from "../../api/own-places";
import type { Building } from "../../api/types";
import { translateWord, useT, type MessageKey } from "../../lib/i18n";
import { buildingKinds, emptyBuilding, fromBuilding, gatePasses, toBuilding, type BuildingFields } from "./fields";
import { OwnForm } from "./own-form";

type Props = { known: Building | null; onDone: () => void };

/** A tower, a compound: how one gets in, said once for all who live there. */
export function BuildingForm({ known, onDone }: Props) {
  const t = useT();
  const [fields, setFields] = useState<BuildingFields>(known ? fromBuilding(known) : emptyBuilding);
  const set = (change: Partial<BuildingFields>) => setFields((before) => ({ ...before, ...change }));
  const text = (name: "name" | "nameAr" | "entranceNote" | "parking", label: MessageKey) => (
    <TextInput label={t(label)} dir="auto" required={name === "name"} value={fields[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} />
  );
  const hour = (name: "accessOpens" | "accessCloses", label: MessageKey) => (
    <TextInput label={t(label)} type="time" dir="ltr" value={fields[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} />
  );
  return (
    <OwnForm
      list="buildings"
      body={toBuilding(fields)}
      send={(body) => (known === null ? addBuilding(body) : changeBuilding(known, body))}
      retire={known && (() => changeBuilding(known, { active: false }))}
      onDone={onDone}
      point={fields.point}
      onPoint={(point) => set({ point })}
      onPick={({ lat, lon }) => set({ point: { lat, lon } })}
    >
      <Group grow>
        {text("name", "ownPlaces.name")}
        {text("nameAr", "ownPlaces.nameAr")}
      </Group>
      <Group grow>
        <NativeSelect
          label={t("ownPlaces.kind")}
          value={fields.kind}
          onChange={(event) => set({ kind: buildingKinds.find((kind) => kind === event.currentTarget.value) ?? "other" })}
          data={buildingKinds.map((kind) => ({ value: kind, label: translateWord("buildingKind", kind) }))}
        />
        <NativeSelect
          label={t("ownPlaces.gate")}
          value={fields.gatePass}
          onChange={(event) => set({ gatePass: gatePasses.find((rule) => rule === event.currentTarget.value) ?? "none" })}
          data={gatePasses.map((rule) => ({ value: rule, label: translateWord("gatePass", rule) }))}
        />
      </Group>
      <Group grow>
        {text("entranceNote", "ownPlaces.entrance")}
        {text("parking", "ownPlaces.parking")}
      </Group>
      <Group grow>
        {hour("accessOpens", "ownPlaces.opens")}
        {hour("accessCloses", "ownPlaces.closes")}
        <TextInput
          label={t("ownPlaces.door")}
          type="number"
          min={0}
          max={60}
          value={fields.doorMinutes}
          onChange={(event) => set({ doorMinutes: event.currentTarget.value })}
        />
      </Group>
    </OwnForm>
  );
}
