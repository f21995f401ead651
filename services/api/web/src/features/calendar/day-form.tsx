import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { forgetDay, readDay, setDay } from "../../api/calendar";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";
import { isDay } from "../../lib/time";
import { asEver, isSaid, toDayIn, type Kind, type Ramadan, type Saying } from "./say";

type Props = { first: string; onDone: () => void };

const kinds: Kind[] = ["as-ever", "holiday", "ordinary"];
const ramadans: Ramadan[] = ["as-ever", "yes", "no"];

/** Says what a day is, or takes back what was said. The days ahead are planned again. */
export function DayForm({ first, onDone }: Props) {
  const t = useT();
  const client = useQueryClient();
  const [day, setDate] = useState(first);
  const [saying, setSaying] = useState<Saying>(asEver);
  const set = (change: Partial<Saying>) => setSaying({ ...saying, ...change });
  const known = useQuery({ queryKey: ["calendar", "day", day], queryFn: () => readDay(day), gcTime: 0 });
  const done = () => {
    void client.invalidateQueries({ queryKey: ["calendar"] });
    onDone();
  };
  const save = useMutation({ mutationFn: (version: number) => setDay(day, version, toDayIn(saying)), onSuccess: done });
  const forget = useMutation({ mutationFn: (version: number) => forgetDay(day, version), onSuccess: done });
  const version = known.data?.version;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (version !== undefined) save.mutate(version);
  };
  const isFriday = new Date(`${day}T12:00:00Z`).getUTCDay() === 5;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("calendar.day")}
          type="date"
          dir="ltr"
          required
          value={day}
          onChange={(event) => isDay(event.currentTarget.value) && setDate(event.currentTarget.value)}
        />
        {known.data?.overridden && <Text size="sm">{t("calendar.said")}</Text>}
        <NativeSelect
          label={t("calendar.kind")}
          value={saying.kind}
          onChange={(event) => set({ kind: kinds.find((kind) => kind === event.currentTarget.value) ?? "as-ever" })}
          data={kinds.map((kind) => ({ value: kind, label: t(`calendar.kind-${kind}`) }))}
        />
        {saying.kind === "holiday" && (
          <TextInput
            label={t("calendar.name")}
            dir="auto"
            required
            maxLength={100}
            value={saying.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
        )}
        <NativeSelect
          label={t("calendar.ramadan")}
          value={saying.ramadan}
          onChange={(event) =>
            set({ ramadan: ramadans.find((value) => value === event.currentTarget.value) ?? "as-ever" })
          }
          data={ramadans.map((value) => ({ value, label: t(`calendar.ramadan-${value}`) }))}
        />
        <Group grow>
          {isFriday && (
            <TextInput
              label={t("calendar.friday")}
              type="time"
              dir="ltr"
              value={saying.fridayAt}
              onChange={(event) => set({ fridayAt: event.currentTarget.value })}
            />
          )}
          <TextInput
            label={t("calendar.iftar")}
            type="time"
            dir="ltr"
            value={saying.iftarAt}
            onChange={(event) => set({ iftarAt: event.currentTarget.value })}
          />
        </Group>
        <ProblemNote error={save.error ?? forget.error ?? known.error} />
        <Group justify="flex-end">
          {version !== undefined && version > 0 && (
            <Button variant="default" loading={forget.isPending} onClick={() => forget.mutate(version)}>
              {t("calendar.forget")}
            </Button>
          )}
          <Button type="submit" disabled={version === undefined || !isSaid(saying)} loading={save.isPending}>
            {t("calendar.keep")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
