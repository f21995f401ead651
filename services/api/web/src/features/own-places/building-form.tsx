import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { addBuilding, changeBuilding } from "../../api/own-places";
import type { Building, BuildingIn } from "../../api/types";
import { PlacePicker } from "../../components/place-picker";
import { ProblemNote } from "../../components/problem-note";
import { translateWord, useT, type MessageKey } from "../../lib/i18n";
import { buildingKinds, emptyBuilding, fromBuilding, gatePasses, toBuilding, type BuildingFields } from "./fields";
import { OwnMap } from "./own-map";

type Props = { known: Building | null; onDone: () => void };

/** A tower, a compound: how one gets in, said once for all who live there. */
export function BuildingForm({ known, onDone }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [fields, setFields] = useState<BuildingFields>(known ? fromBuilding(known) : emptyBuilding);
  const set = (change: Partial<BuildingFields>) => setFields((before) => ({ ...before, ...change }));
  const done = () => {
    void client.invalidateQueries({ queryKey: ["buildings"] });
    void client.invalidateQueries({ queryKey: ["places"] });
    onDone();
  };
  const save = useMutation({
    mutationFn: (body: BuildingIn) => (known === null ? addBuilding(body) : changeBuilding(known, body)),
    onSuccess: done,
  });
  const drop = useMutation({ mutationFn: (one: Building) => changeBuilding(one, { active: false }), onSuccess: done });
  const body = toBuilding(fields);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (body !== null) save.mutate(body);
  };
  const text = (name: "name" | "nameAr" | "entranceNote" | "parking", label: MessageKey) => (
    <TextInput label={t(label)} dir="auto" required={name === "name"} value={fields[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} />
  );
  const hour = (name: "accessOpens" | "accessCloses", label: MessageKey) => (
    <TextInput label={t(label)} type="time" dir="ltr" value={fields[name]} onChange={(event) => set({ [name]: event.currentTarget.value })} />
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PlacePicker label={t("ownPlaces.find")} onPick={({ lat, lon }) => set({ point: { lat, lon } })} />
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
