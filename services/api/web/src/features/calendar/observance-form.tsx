import { Button, Checkbox, Group, Stack } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { observanceQuery, setObservance } from "../../api/calendar";
import type { Observance, ObservanceIn } from "../../api/types";
import { announce } from "../../components/announce";
import { ProblemNote } from "../../components/problem-note";
import { wordsOf } from "../../components/problem-words";
import { useT } from "../../lib/i18n";
import { asKept, isAsKept, prayers, toggled } from "./observance";

/** Keeps these free from now on; the therapist's days ahead are planned again. */
export function ObservanceForm({ known }: { known: Observance }) {
  const t = useT();
  const client = useQueryClient();
  const [wanted, setWanted] = useState<Required<ObservanceIn>>(() => asKept(known));
  const query = observanceQuery(known.therapistId);
  const save = useMutation({
    mutationFn: () => setObservance(known, wanted),
    onSuccess: (kept) => {
      announce(t("observance.kept"));
      client.setQueryData(query.queryKey, kept);
    },
    // Somebody else may have said something meanwhile: it is shown in a new form, without this one's note.
    onError: (error) => {
      announce(wordsOf(error));
      void client.invalidateQueries(query);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Checkbox
          label={t("observance.friday")}
          checked={wanted.fridayPrayer}
          onChange={(event) => setWanted({ ...wanted, fridayPrayer: event.currentTarget.checked })}
        />
        <Checkbox
          label={t("observance.fasting")}
          checked={wanted.fasting}
          onChange={(event) => setWanted({ ...wanted, fasting: event.currentTarget.checked })}
        />
        <Group gap="md" role="group" aria-label={t("observance.prayers")}>
          {prayers.map((prayer) => (
            <Checkbox
              key={prayer}
              label={t(`prayer.${prayer}`)}
              checked={wanted.prayers.includes(prayer)}
              onChange={() => setWanted({ ...wanted, prayers: toggled(wanted.prayers, prayer) })}
            />
          ))}
        </Group>
        <ProblemNote error={save.error} />
        <Group justify="flex-end">
          <Button type="submit" disabled={isAsKept(wanted, known)} loading={save.isPending}>
            {t("calendar.keep")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
