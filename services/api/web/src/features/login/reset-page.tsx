import { Alert, Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ProblemError } from "../../api/problem";
import { resetPassword } from "../../api/session";
import { ProblemNote } from "../../components/problem-note";
import { SecretInput } from "../../components/secret-input";
import { useT } from "../../lib/i18n";
import { LoginFrame } from "./login-frame";

/** As the server asks: length, not rules about signs. */
const shortest = 10;

type Props = { token: string | null; onSignIn: () => void };

/** Where the link of an administrator leads: the token works once, and only for a day. */
export function ResetPage({ token, onSignIn }: Props) {
  const t = useT();
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const reset = useMutation({ mutationFn: (known: string) => resetPassword(known, password) });
  const differs = again !== "" && again !== password;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (token !== null && again === password) reset.mutate(token);
  };
  const linkIsOver = reset.error instanceof ProblemError && reset.error.errors.some(({ field }) => field === "token");
  if (reset.isSuccess) {
    return (
      <LoginFrame title="reset.doneTitle" lead="reset.done">
        <Button onClick={onSignIn}>{t("login.submit")}</Button>
      </LoginFrame>
    );
  }
  if (token === null || linkIsOver) {
    return (
      <LoginFrame title="reset.title" lead={linkIsOver ? "reset.linkOver" : "reset.linkMissing"}>
        <Button variant="default" onClick={onSignIn}>
          {t("reset.back")}
        </Button>
      </LoginFrame>
    );
  }
  return (
    <LoginFrame title="reset.title" lead="reset.lead">
      <form onSubmit={submit}>
        <Stack>
          <SecretInput
            label={t("reset.password")}
            description={t("reset.rule", { count: shortest })}
            autoComplete="new-password"
            autoFocus
            minLength={shortest}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <SecretInput
            label={t("reset.again")}
            autoComplete="new-password"
            value={again}
            error={differs ? t("reset.differs") : undefined}
            onChange={(event) => setAgain(event.currentTarget.value)}
          />
          <PasswordProblem error={reset.error} />
          <Button type="submit" loading={reset.isPending} disabled={differs}>
            {t("reset.submit")}
          </Button>
        </Stack>
      </form>
    </LoginFrame>
  );
}

function PasswordProblem({ error }: { error: Error | null }) {
  const t = useT();
  if (error instanceof ProblemError && error.errors.some(({ field }) => field === "password")) {
    return (
      <Alert role="alert" color="red">
        {t("reset.weak")}
      </Alert>
    );
  }
  return <ProblemNote error={error} />;
}
