import { Button, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useT, type MessageKey } from "../../lib/i18n";

type Props = {
  label: MessageKey;
  submit: MessageKey;
  busy: boolean;
  optional?: boolean;
  onReason: (reason: string) => void;
};

/** What ends something asks for a word about it first. */
export function ReasonForm({ label, submit, busy, optional = false, onReason }: Props) {
  const t = useT();
  const [reason, setReason] = useState("");
  const send = (event: FormEvent) => {
    event.preventDefault();
    onReason(reason.trim());
  };
  return (
    <form onSubmit={send}>
      <Stack gap="xs">
        <TextInput
          label={t(label)}
          required={!optional}
          autoFocus
          dir="auto"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button size="xs" type="submit" loading={busy} disabled={!optional && reason.trim() === ""}>
          {t(submit)}
        </Button>
      </Stack>
    </form>
  );
}
