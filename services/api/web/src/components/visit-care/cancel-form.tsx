import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { translateWord, useT } from "../../lib/i18n";

const askers = ["patient", "family", "clinic", "therapist", "other"] as const;

type Props = { busy: boolean; onCancel: (reason: string, askedBy: string) => void };

/** Why a visit does not take place, and who asked for it: both stay on record. */
export function CancelForm({ busy, onCancel }: Props) {
  const t = useT();
  const [reason, setReason] = useState("");
  const [askedBy, setAskedBy] = useState<string>("patient");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCancel(reason.trim(), askedBy);
  };
  return (
    <form onSubmit={submit} aria-label={t("act.cancelConfirm")}>
      <Stack gap="xs">
        <NativeSelect
          label={t("act.cancelWho")}
          value={askedBy}
          onChange={(event) => setAskedBy(event.currentTarget.value)}
          data={askers.map((value) => ({ value, label: translateWord("askedBy", value) }))}
        />
        <TextInput
          label={t("act.cancelWhy")}
          required
          autoFocus
          dir="auto"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group>
          <Button size="xs" color="red.9" type="submit" loading={busy} disabled={reason.trim() === ""}>
            {t("act.cancelConfirm")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
