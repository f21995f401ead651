import { Alert, Button, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useT } from "../../lib/i18n";
import { actLabels, type Act } from "./progress";

/** How many minutes later; the usual ones are one touch. */
export function DelayForm({ onMinutes }: { onMinutes: (minutes: number) => void }) {
  const t = useT();
  return (
    <Group gap="xs" role="group" aria-label={t("today.delayBy")}>
      {[10, 15, 20, 30, 45].map((count) => (
        <Button key={count} variant="light" onClick={() => onMinutes(count)}>
          {t("inspector.minutes", { minutes: count })}
        </Button>
      ))}
    </Group>
  );
}

/** For what went wrong: a word about it helps whoever has to put it right. */
export function NoteForm({ act, onNote }: { act: Act; onNote: (note: string) => void }) {
  const t = useT();
  const [note, setNote] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onNote(note.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          label={t("today.note")}
          dir="auto"
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" color="red">
          {t("today.confirm", { act: t(actLabels[act]) })}
        </Button>
      </Stack>
    </form>
  );
}

type Needles = { in: number; out: number };

/** Every needle that went in is counted out. */
export function NeedlesForm({ onCounted }: { onCounted: (needles: Needles) => void }) {
  const t = useT();
  const [used, setUsed] = useState<string | number>("");
  const [out, setOut] = useState<string | number>("");
  const counted = typeof used === "number" && typeof out === "number";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof used === "number" && typeof out === "number") onCounted({ in: used, out });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group grow>
          <NumberInput label={t("today.needlesIn")} min={0} max={200} required value={used} onChange={setUsed} />
          <NumberInput label={t("today.needlesOut")} min={0} max={200} required value={out} onChange={setOut} />
        </Group>
        {counted && used !== out && (
          <Alert color="red" role="alert">
            {t("today.needlesDiffer")}
          </Alert>
        )}
        <Button type="submit" size="lg" disabled={!counted}>
          {t("today.complete")}
        </Button>
      </Stack>
    </form>
  );
}
