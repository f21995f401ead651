import { Alert, Badge, Button, Card, Group, List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { clearancesQuery } from "../../api/clearances";
import { useLive } from "../../api/live";
import { questionnaireQuery } from "../../api/requests";
import type { Clearance, Session } from "../../api/types";
import { Working } from "../../components/working";
import { spoken, translateWord, useLocale, useT } from "../../lib/i18n";
import { DecisionForm } from "./decision-form";
import styles from "./clearances.module.css";

/** What waits for a clinician, oldest first, with what is needed to decide. */
export function ClearancesPage({ session }: { session: Session }) {
  const t = useT();
  useLive();
  const queue = useQuery(clearancesQuery);
  const [open, setOpen] = useState<string | null>(null);
  const waiting = [...(queue.data ?? [])].sort((a, b) => b.ageS - a.ageS);
  return (
    <main className={styles.page} aria-label={t("page.clearances")}>
      <Title order={1} size="h3">
        {t("page.clearances")} <span className="num">({waiting.length})</span>
      </Title>
      {!queue.data && <Working query={queue} />}
      {queue.data && waiting.length === 0 && <Text>{t("clear.none")}</Text>}
      <ul className={styles.list}>
        {waiting.map((entry) => (
          <li key={entry.id}>
            <Waiting
              entry={entry}
              opened={open === entry.id}
              zone={session.tenant.zone}
              canDecide={session.roles.includes("clinician")}
              onOpen={() => setOpen(open === entry.id ? null : entry.id)}
            />
          </li>
        ))}
      </ul>
    </main>
  );
}

type Props = { entry: Clearance; opened: boolean; zone: string; canDecide: boolean; onOpen: () => void };

function Waiting({ entry, opened, zone, canDecide, onOpen }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const waited = Math.floor(entry.ageS / 60);
  return (
    <Card withBorder component="article" aria-label={entry.patient.name ?? undefined}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm">
            <Title order={2} size="h5">
              <bdi>{entry.patient.name}</bdi>
            </Title>
            <Text size="sm" c="dimmed">
              {entry.patient.age !== null && t("today.patient", { age: entry.patient.age })}{" "}
              {entry.patient.gender && translateWord("gender", entry.patient.gender)}
            </Text>
            <Badge variant="default" tt="none">
              {translateWord("service", entry.service)}
            </Badge>
          </Group>
          <Text size="sm" fw={waited >= 30 ? 700 : 400}>
            {waited < 120
              ? t("clear.waitedMinutes", { count: waited })
              : t("clear.waitedHours", { count: Math.floor(waited / 60) })}
          </Text>
        </Group>
        {entry.complaint && (
          <Text size="sm">
            <bdi>{entry.complaint}</bdi>
          </Text>
        )}
        <Alert role="note" color="orange" title={t("clear.why")}>
          <List size="sm">
            {entry.reasons.map((reason) => (
              <List.Item key={reason.code}>{spoken(reason.text, locale)}</List.Item>
            ))}
          </List>
        </Alert>
        {canDecide && (
          <Group>
            <Button size="xs" variant={opened ? "default" : "filled"} onClick={onOpen} aria-expanded={opened}>
              {t(opened ? "app.close" : "clear.decide")}
            </Button>
          </Group>
        )}
        {opened && (
          <>
            <Answers entry={entry} />
            <DecisionForm entry={entry} zone={zone} onDone={onOpen} />
          </>
        )}
      </Stack>
    </Card>
  );
}

/** Every answer with its question, the worrying ones first. */
function Answers({ entry }: { entry: Clearance }) {
  const t = useT();
  const { locale } = useLocale();
  const questions = useQuery(questionnaireQuery({})).data?.questions ?? [];
  const rows = Object.entries(entry.answers)
    .map(([id, value]) => ({ id, value, question: questions.find((question) => question.id === id) }))
    .map((row) => ({ ...row, worrying: row.question !== undefined && row.value !== !row.question.concernIf }))
    .sort((a, b) => Number(b.worrying) - Number(a.worrying));
  return (
    <dl className={styles.answers}>
      {rows.map(({ id, value, question, worrying }) => (
        <div key={id} data-worrying={worrying}>
          <dt>{question ? spoken(question.text, locale) : id}</dt>
          <dd>{t(value === null ? "answer.unknown" : value ? "answer.yes" : "answer.no")}</dd>
        </div>
      ))}
    </dl>
  );
}
