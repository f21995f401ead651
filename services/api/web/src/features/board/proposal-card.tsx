import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { applyProposal, discardProposal, violationsOf, type Acknowledgement } from "../../api/plans";
import type { Plan, Proposal, ProposedChange } from "../../api/types";
import { announce } from "../../components/announce";
import { ProblemNote } from "../../components/problem-note";
import { canPass, promiseIds, Violations, type Passing } from "../../components/violations";
import { isolated, translate, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { Difference } from "./difference";
import { namesOf } from "./names";
import { stepsOf, type Step } from "./proposals";
import { ReasonForm } from "./reason-form";
import { focusQueue } from "./section";
import styles from "./board.module.css";

type Props = { plan: Plan; proposal: Proposal; clock: Clock; canAct: boolean };

const nothing: Passing = { agreed: false, reason: "" };

/** One proposal: what would become of each visit, to take over, in part or whole, or to put away. */
export function ProposalCard({ plan, proposal, clock, canAct }: Props) {
  const t = useT();
  const client = useQueryClient();
  const names = namesOf(plan);
  const steps = stepsOf(proposal);
  const [left, setLeft] = useState<string[]>([]);
  const [passing, setPassing] = useState(nothing);
  const [discarding, setDiscarding] = useState(false);
  const chosen = steps.filter((step) => !left.includes(keyOf(step)));
  const settled = () => {
    for (const key of ["plan", "proposals", "visit", "visits"]) void client.invalidateQueries({ queryKey: [key] });
  };
  const gone = (words: string) => {
    announce(words);
    focusQueue();
  };
  const apply = useMutation({
    mutationFn: (passed: Acknowledgement) =>
      applyProposal(proposal.id, chosen.flatMap(({ shiftIds }) => shiftIds), passed),
    onSuccess: () => gone(t("proposal.done")),
    onSettled: settled,
  });
  const discard = useMutation({
    mutationFn: (reason: string) => discardProposal(proposal.id, reason),
    onSuccess: () => gone(t("proposal.discarded")),
    onSettled: settled,
  });
  const violations = violationsOf(apply.error);
  const toggle = (key: string, on: boolean) => {
    setLeft(on ? left.filter((other) => other !== key) : [...left, key]);
    setPassing(nothing);
    apply.reset(); // what it broke belongs to the choice before
  };
  const made = t("proposal.of", { time: clock.time(proposal.createdAt) });
  return (
    <article className={styles.proposal} aria-label={made}>
      <Stack gap={6}>
        <Text size="xs" c="dimmed">
          {made}
        </Text>
        <Difference proposal={proposal} names={names} clock={clock} />
        {steps.map((step) =>
          canAct && steps.length > 1 ? (
            <Checkbox
              key={keyOf(step)}
              size="xs"
              checked={!left.includes(keyOf(step))}
              onChange={(event) => toggle(keyOf(step), event.currentTarget.checked)}
              label={<Words step={step} names={names} clock={clock} />}
            />
          ) : (
            <Words key={keyOf(step)} step={step} names={names} clock={clock} />
          ),
        )}
        {chosen.length > 0 && chosen.length < steps.length && (
          <Text size="xs" c="dimmed">
            {t("proposal.restDropped")}
          </Text>
        )}
        {violations.length > 0 && (
          <Text size="xs" fw={600} role="alert">
            {t("proposal.breaks")}
          </Text>
        )}
        <Violations violations={violations} nameOf={(id) => names.get(id) ?? null} passing={passing} onPassing={setPassing} />
        {violations.length === 0 && <ProblemNote error={apply.error ?? discard.error} />}
        {canAct && (
          <Group gap={6}>
            <Button
              size="compact-xs"
              loading={apply.isPending}
              disabled={chosen.length === 0 || !canPass(violations, passing)}
              onClick={() => apply.mutate(acknowledged(promiseIds(violations), passing))}
            >
              {violations.length > 0
                ? t("proposal.applyAnyway")
                : t(chosen.length === steps.length ? "proposal.applyAll" : "proposal.applySome")}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              aria-expanded={discarding}
              onClick={() => setDiscarding(!discarding)}
            >
              {t("proposal.discard")}
            </Button>
          </Group>
        )}
        {discarding && (
          <ReasonForm
            label="proposal.discardWhy"
            submit="proposal.discardConfirm"
            busy={discard.isPending}
            optional
            onReason={(reason) => discard.mutate(reason)}
          />
        )}
      </Stack>
    </article>
  );
}

function keyOf(step: Step): string {
  return step.shiftIds.join(" ");
}

function acknowledged(ids: string[], passing: Passing): Acknowledgement {
  return ids.length === 0 ? {} : { acknowledge: ids, reason: passing.reason.trim() };
}

type WordsProps = { step: Step; names: Map<string, string>; clock: Clock };

function Words({ step, names, clock }: WordsProps) {
  const t = useT();
  if (step.changes.length === 0) return <Text size="xs">{t("proposal.sameVisits")}</Text>;
  return step.changes.map((change) => (
    <Text key={change.visitId} size="xs" component="span" display="block">
      {sentenceOf(change, names.get(change.visitId) ?? "", clock)}
    </Text>
  ));
}

function sentenceOf({ kind, from, to }: ProposedChange, patient: string, clock: Clock): string {
  const values = {
    name: isolated(patient),
    from: isolated(from?.therapist.name ?? ""),
    to: isolated(to?.therapist.name ?? ""),
    fromTime: from ? isolated(clock.time(from.plannedStart)) : "",
    toTime: to ? isolated(clock.time(to.plannedStart)) : "",
  };
  return translate(`proposal.${kind}`, values);
}
