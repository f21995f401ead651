import { Alert, Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { askForReset } from "../../api/session";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";

/** Asks the administrators for a link; says the same to everybody, so that nobody learns who has an account. */
export function ForgotForm({ email, onBack }: { email: string; onBack: () => void }) {
  const t = useT();
  const [address, setAddress] = useState(email);
  const ask = useMutation({ mutationFn: askForReset });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(address.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {ask.isSuccess ? (
          <Alert color="cyan" role="status" title={t("reset.askedTitle")}>
            {t("reset.asked")}
          </Alert>
        ) : (
          <TextInput
            label={t("login.email")}
            type="email"
            autoComplete="username"
            required
            autoFocus
            dir="ltr"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
          />
        )}
        <ProblemNote error={ask.error} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            {t("reset.back")}
          </Button>
          {!ask.isSuccess && (
            <Button type="submit" loading={ask.isPending}>
              {t("reset.ask")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
