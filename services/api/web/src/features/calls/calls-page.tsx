import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answerPromise, callListQuery, type PromiseAnswer } from "../../api/clearances";
import { useLive } from "../../api/live";
import type { Call, Session } from "../../api/types";
import { announce } from "../../components/announce";
import { Icon } from "../../components/icon";
import { ProblemNote } from "../../components/problem-note";
import { Working } from "../../components/working";
import { translateWord, useT, type MessageKey } from "../../lib/i18n";
import { useClock, type Clock } from "../../lib/time";
import styles from "./calls.module.css";

const answers: { answer: PromiseAnswer; label: MessageKey; variant: string }[] = [
  { answer: "agreed", label: "calls.agreed", variant: "filled" },
  { answer: "refused", label: "calls.refused", variant: "default" },
  { answer: "not-reached", label: "calls.notReached", variant: "default" },
];

/** Whom to call because the plan would change what they were told. Nothing is certain until they agree. */
export function CallsPage({ session }: { session: Session }) {
  const t = useT();
  useLive();
  const clock = useClock(session.tenant.zone);
  const calls = useQuery(callListQuery);
  const list = calls.data ?? [];
  return (
    <main className={styles.page} aria-label={t("page.calls")}>
      <Title order={1} size="h3">
        {t("page.calls")} <span className="num">({list.length})</span>
      </Title>
      <Text c="dimmed">{t("calls.lead")}</Text>
      {!calls.data && <Working query={calls} />}
      {calls.data && list.length === 0 && <Text>{t("calls.none")}</Text>}
      {list.map((call) => (
        <CallCard key={call.promiseId} call={call} clock={clock} />
      ))}
    </main>
  );
}

function CallCard({ call, clock }: { call: Call; clock: Clock }) {
  const t = useT();
  const client = useQueryClient();
  const answering = useMutation({
    mutationFn: (answer: PromiseAnswer) => answerPromise(call.promiseId, answer),
    onSuccess: () => {
      announce(t("act.done"));
      void client.invalidateQueries({ queryKey: ["call-list"] });
    },
  });
  return (
    <Card withBorder component="article" aria-label={call.patient.name ?? undefined}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5">
            <bdi>{call.patient.name}</bdi>
          </Title>
          {call.patient.phone && (
            <Button
              component="a"
              href={`tel:${call.patient.phone}`}
              size="xs"
              variant="light"
              leftSection={<Icon name="phone" size={15} />}
            >
              <bdi dir="ltr">{call.patient.phone}</bdi>
            </Button>
          )}
        </Group>
        <dl className={styles.change}>
          {call.from && <Told name="calls.was" told={call.from} clock={clock} />}
          <Told name="calls.becomes" told={call.to} clock={clock} />
        </dl>
        {call.reason && <Text size="sm">{translateWord("reason", call.reason, call.reason)}</Text>}
        <ProblemNote error={answering.error} />
        <Group gap="xs">
          {answers.map(({ answer, label, variant }) => (
            <Button
              key={answer}
              size="xs"
              variant={variant}
              disabled={answering.isPending}
              onClick={() => answering.mutate(answer)}
            >
              {t(label)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Card>
  );
}

function Told({ name, told, clock }: { name: MessageKey; told: Call["to"]; clock: Clock }) {
  const t = useT();
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>
        {clock.day(told.window.opensAt)}{" "}
        <bdi dir="ltr" className="num">
          {clock.range(told.window.opensAt, told.window.closesAt)}
        </bdi>
        {told.therapist && (
          <>
            , <bdi>{told.therapist.name}</bdi>
          </>
        )}
      </dd>
    </div>
  );
}
