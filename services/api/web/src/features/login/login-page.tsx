import { Alert, Button, Card, Center, Group, PasswordInput, Radio, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ProblemError } from "../../api/problem";
import { login, tenantChoices, type Credentials } from "../../api/session";
import type { Session } from "../../api/types";
import { Preferences } from "../../components/preferences";
import { ProblemNote } from "../../components/problem-note";
import { useT } from "../../lib/i18n";

export function LoginPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const t = useT();
  const [form, setForm] = useState<Credentials>({ email: "", password: "" });
  const signIn = useMutation({ mutationFn: login, onSuccess: onSignedIn });
  const [choices, setChoices] = useState(tenantChoices(null));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(form, {
      onError: (error) => {
        const found = tenantChoices(error);
        if (found.length > 0) setChoices(found);
      },
    });
  };
  const asking = tenantChoices(signIn.error).length > 0;

  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={400}>
        <Group justify="space-between">
          <Group gap="xs">
            <img src="/icon.svg" alt="" width={32} height={32} />
            <Text fw={700} size="xl">
              {t("app.name")}
            </Text>
          </Group>
          <Group gap={4}>
            <Preferences />
          </Group>
        </Group>
        <Card withBorder p="lg">
          <form onSubmit={submit}>
            <Stack>
              <div>
                <Title order={1} size="h3">
                  {t("login.title")}
                </Title>
                <Text c="dimmed" size="sm">
                  {t("login.lead")}
                </Text>
              </div>
              <TextInput
                label={t("login.email")}
                type="email"
                autoComplete="username"
                required
                autoFocus
                dir="ltr"
                value={form.email}
                onChange={(event) => {
                  setChoices([]);
                  setForm({ email: event.currentTarget.value, password: form.password });
                }}
              />
              <PasswordInput
                label={t("login.password")}
                autoComplete="current-password"
                required
                dir="ltr"
                value={form.password}
                onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
              />
              {choices.length > 0 && (
                <Radio.Group
                  label={t("login.tenant")}
                  description={t("login.tenantHint")}
                  value={form.tenant ?? ""}
                  onChange={(tenant) => setForm({ ...form, tenant })}
                  required
                >
                  <Stack gap="xs" mt="xs">
                    {choices.map((choice) => (
                      <Radio key={choice.value} value={choice.value} label={choice.name} />
                    ))}
                  </Stack>
                </Radio.Group>
              )}
              {!asking && <LoginProblem error={signIn.error} />}
              <Button type="submit" loading={signIn.isPending} disabled={choices.length > 0 && !form.tenant}>
                {t("login.submit")}
              </Button>
            </Stack>
          </form>
        </Card>
      </Stack>
    </Center>
  );
}

function LoginProblem({ error }: { error: Error | null }) {
  const t = useT();
  if (error instanceof ProblemError && error.status === 401) {
    return (
      <Alert role="alert" color="red">
        {t("login.wrong")}
      </Alert>
    );
  }
  return <ProblemNote error={error} />;
}
