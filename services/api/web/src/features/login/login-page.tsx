import { Alert, Anchor, Button, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ProblemError } from "../../api/problem";
import { login, tenantChoices, type Credentials } from "../../api/session";
import type { Session } from "../../api/types";
import { ProblemNote } from "../../components/problem-note";
import { SecretInput } from "../../components/secret-input";
import { useT } from "../../lib/i18n";
import { ForgotForm } from "./forgot-form";
import { LoginFrame } from "./login-frame";

/** Signing in, and asking for a link when the password is forgotten. */
export function LoginPage({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const t = useT();
  const [form, setForm] = useState<Credentials>({ email: "", password: "" });
  const [forgot, setForgot] = useState(false);
  if (forgot) {
    return (
      <LoginFrame title="reset.askTitle" lead="reset.askLead">
        <ForgotForm email={form.email} onBack={() => setForgot(false)} />
      </LoginFrame>
    );
  }
  return (
    <LoginFrame title="login.title" lead="login.lead">
      <SignInForm form={form} onForm={setForm} onSignedIn={onSignedIn} />
      <Anchor component="button" type="button" size="sm" mt="md" onClick={() => setForgot(true)}>
        {t("login.forgot")}
      </Anchor>
    </LoginFrame>
  );
}

type FormProps = {
  form: Credentials;
  onForm: (next: Credentials) => void;
  onSignedIn: (session: Session) => void;
};

function SignInForm({ form, onForm, onSignedIn }: FormProps) {
  const t = useT();
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
    <form onSubmit={submit}>
      <Stack>
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
            onForm({ email: event.currentTarget.value, password: form.password });
          }}
        />
        <SecretInput
          label={t("login.password")}
          autoComplete="current-password"
          value={form.password}
          onChange={(event) => onForm({ ...form, password: event.currentTarget.value })}
        />
        {choices.length > 0 && (
          <Radio.Group
            label={t("login.tenant")}
            description={t("login.tenantHint")}
            value={form.tenant ?? ""}
            onChange={(tenant) => onForm({ ...form, tenant })}
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
