import { Badge, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { questionnaireQuery, type DueFor } from "../../api/requests";
import type { CareRequest, Question } from "../../api/types";
import { QuestionRow } from "../../components/question-row";
import { Working } from "../../components/working";
import { spoken, useLocale, useT } from "../../lib/i18n";
import type { Draft } from "./draft";
import { OutcomeNote } from "./outcome-note";
import { Section } from "./section";
import styles from "./booking.module.css";

type Props = {
  draft: Draft;
  update: (change: Partial<Draft> | ((draft: Draft) => Draft)) => void;
  flush: () => Promise<void>;
  request: CareRequest | undefined;
};

/** The questions that are due for this patient; an answer that means danger is sent at once. */
export function ScreeningSection({ draft, update, flush, request }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const due = useQuery(questionnaireQuery(dueFor(draft)));
  const version = due.data?.version;
  useEffect(() => {
    if (version !== undefined && draft.questionnaire !== version) update({ questionnaire: version });
  }, [version, draft.questionnaire, update]);
  const questions = due.data?.questions.filter((question) => question.askWhen === "phone") ?? [];
  const left = questions.filter((question) => !(question.id in draft.answers)).length;

  const answer = (question: Question, value: boolean | null) => {
    update((before) => ({ ...before, answers: { ...before.answers, [question.id]: value } }));
    if (question.class === "emergency" && value === question.concernIf) void flush();
    const next = questions[questions.indexOf(question) + 1];
    if (next !== undefined) document.getElementById(`question-${next.id}`)?.focus();
  };

  return (
    <Section
      number={4}
      title="book.screening"
      aside={
        questions.length > 0 && (
          <Badge variant="default" tt="none">
            {t("book.questionsLeft", { count: left })}
          </Badge>
        )
      }
    >
      <Stack gap="sm">
        <Group gap="xs" className={styles.hint}>
          <Text size="sm" c="dimmed">
            {t("book.screeningHint")}
          </Text>
          <kbd>Y</kbd> {t("answer.yes")} <kbd>N</kbd> {t("answer.no")} <kbd>U</kbd> {t("answer.unknown")}
        </Group>
        {!due.data && <Working query={due} />}
        <div className={styles.questions}>
          {questions.map((question) => (
            <QuestionRow
              key={question.id}
              id={`question-${question.id}`}
              text={spoken(question.text, locale)}
              value={draft.answers[question.id]}
              concernIf={question.concernIf}
              onAnswer={(value) => answer(question, value)}
            />
          ))}
        </div>
        <OutcomeNote request={request} onService={(service) => update({ service })} />
      </Stack>
    </Section>
  );
}

function dueFor(draft: Draft): DueFor {
  const { service, dateOfBirth, gender, bodyRegions } = draft;
  return {
    ...(service === "" ? {} : { service }),
    ...(/^(19|20)\d{2}-\d{2}-\d{2}$/.test(dateOfBirth) ? { dateOfBirth } : {}),
    ...(gender === "" ? {} : { gender }),
    ...(bodyRegions.length === 0 ? {} : { bodyRegions }),
  };
}
