import { Button, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { questionnaireQuery } from "../../api/requests";
import type { ConsentIn, EventIn, MyStop, Relation } from "../../api/types";
import { QuestionRow } from "../../components/question-row";
import { adultAge, relationOf, relations } from "../../components/relations";
import { Working } from "../../components/working";
import { spoken, translateWord, useLocale, useT } from "../../lib/i18n";

type Papers = NonNullable<EventIn["papers"]>;
type Kind = ConsentIn["kind"];
type Signed = { givenBy: string; relation: Relation };

const writtenKinds: Kind[] = ["written", "guardian", "child"];

/** Before a needle: the questions at the door and the written consents, sent in one with the start. */
export function DoorForm({ stop, onStart }: { stop: MyStop; onStart: (papers: Papers) => void }) {
  const t = useT();
  const { locale } = useLocale();
  const asked = useQuery(questionnaireQuery({}));
  const questionnaire = asked.data;
  const child = stop.patient.age !== null && stop.patient.age < adultAge;
  const kinds = writtenKinds.filter((kind) => stop.papersNeeded.includes(kind));
  const [answers, setAnswers] = useState<Record<string, boolean | null>>({});
  const [signed, setSigned] = useState<Record<string, Signed>>(() =>
    Object.fromEntries(kinds.map((kind) => [kind, suggestion(kind, stop, child)])),
  );
  const questions = stop.doorQuestions.map((id) => ({
    id,
    question: questionnaire?.questions.find((question) => question.id === id),
  }));
  const checked = questions.length > 0 || stop.papersNeeded.includes("door-check");
  const complete =
    (!checked || questionnaire !== undefined) &&
    questions.every(({ id }) => id in answers) && kinds.every((kind) => signed[kind]?.givenBy.trim() !== "");

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const consents = kinds.map((kind): ConsentIn => {
      const { givenBy, relation } = signed[kind] ?? suggestion(kind, stop, child);
      return { kind, givenBy: givenBy.trim(), relation, language: locale };
    });
    const doorAnswers = questionnaire && checked ? { version: questionnaire.version, answers } : undefined;
    onStart({ consents, ...(doorAnswers ? { doorAnswers } : {}) });
  };

  return (
    <form onSubmit={submit} aria-label={t("door.title")}>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {t("door.title")}
        </Title>
        {checked && !questionnaire && <Working query={asked} />}
        {questions.map(({ id, question }, index) => (
          <QuestionRow
            key={id}
            id={`door-${id}`}
            text={question ? spoken(question.text, locale) : id}
            value={answers[id]}
            concernIf={question?.concernIf ?? true}
            onAnswer={(value) => {
              setAnswers({ ...answers, [id]: value });
              const next = questions[index + 1];
              if (next) document.getElementById(`door-${next.id}`)?.focus();
            }}
          />
        ))}
        {kinds.map((kind) => (
          <fieldset key={kind}>
            <legend>{translateWord("consent", kind)}</legend>
            <Stack gap="xs">
              <TextInput
                label={t("door.signedBy")}
                required
                dir="auto"
                value={signed[kind]?.givenBy ?? ""}
                onChange={(event) => change(kind, { givenBy: event.currentTarget.value })}
              />
              <NativeSelect
                label={t("book.relation")}
                value={signed[kind]?.relation ?? "self"}
                onChange={(event) => change(kind, { relation: relationOf(event.currentTarget.value) })}
                data={choices(kind, child).map((value) => ({ value, label: translateWord("relation", value) }))}
              />
            </Stack>
          </fieldset>
        ))}
        {!complete && (
          <Text size="sm" c="dimmed">
            {t("door.incomplete")}
          </Text>
        )}
        <Button type="submit" size="lg" disabled={!complete}>
          {t("door.start")}
        </Button>
      </Stack>
    </form>
  );

  function change(kind: Kind, part: Partial<Signed>) {
    setSigned((before) => ({ ...before, [kind]: { ...(before[kind] ?? suggestion(kind, stop, child)), ...part } }));
  }
}

function choices(kind: Kind, child: boolean): Relation[] {
  if (kind === "child") return ["self"];
  if (kind === "guardian") return relations(true);
  return child ? relations(true) : ["self", "guardian"];
}

function suggestion(kind: Kind, stop: MyStop, child: boolean): Signed {
  const relation = choices(kind, child)[0] ?? "self";
  return { relation, givenBy: relation === "self" ? (stop.patient.name ?? "") : "" };
}
