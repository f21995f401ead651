import { Button, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { applyProposal } from "../../api/plans";
import { ProblemError } from "../../api/problem";
import type { Plan, Proposal } from "../../api/types";
import { announce } from "../../components/announce";
import { ProblemNote } from "../../components/problem-note";
import { isolated, useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { Difference } from "./difference";
import { namesOf } from "./names";
import { stepsOf, type Step } from "./proposals";
import styles from "./board.module.css";

type Props = { plan: Plan; proposals: Proposal[]; clock: Clock; canAct: boolean };

/** What the planner would change about a published day but leaves to a person. */
export function ProposalList({ plan, proposals, clock, canAct }: Props) {
  const t = useT();
  return (
    <section className={styles.section}>
      <Title order={2} size="sm">
        {t("proposal.title")} <span className="num">({proposals.length})</span>
      </Title>
      {proposals.length === 0 ? (
        <Text size="xs" c="dimmed">
          {t("board.queueEmpty")}
        </Text>
      ) : (
        <ul className={styles.list}>
          {proposals.map((proposal) => (
            <li key={proposal.id}>
              <ProposalCard plan={plan} proposal={proposal} clock={clock} canAct={canAct} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type CardProps = Omit<Props, "proposals"> & { proposal: Proposal };

function ProposalCard({ plan, proposal, clock, canAct }: CardProps) {
  const t = useT();
  const client = useQueryClient();
  const steps = stepsOf(plan, proposal);
  const [left, setLeft] = useState<string[]>([]);
  const chosen = steps.filter((step) => !left.includes(keyOf(step)));
  const apply = useMutation({
    mutationFn: () => applyProposal(proposal.id, chosen.flatMap(({ shiftIds }) => shiftIds)),
    onSuccess: () => announce(t("proposal.done")),
    onSettled: () => {
      for (const key of ["plan", "proposals", "visit", "visits"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  const stale = apply.error instanceof ProblemError && apply.error.slug === "proposal-stale";
  const toggle = (key: string, on: boolean) => setLeft(on ? left.filter((other) => other !== key) : [...left, key]);
  return (
    <article className={styles.proposal} aria-label={t("proposal.of", { time: clock.time(proposal.createdAt) })}>
      <Stack gap={6}>
        <Text size="xs" c="dimmed">
          {t("proposal.of", { time: clock.time(proposal.createdAt) })}
        </Text>
        <Difference proposal={proposal} names={namesOf(plan)} clock={clock} />
        {steps.map((step) =>
          canAct && steps.length > 1 ? (
            <Checkbox
              key={keyOf(step)}
              size="xs"
              checked={!left.includes(keyOf(step))}
              onChange={(event) => toggle(keyOf(step), event.currentTarget.checked)}
              label={<Words step={step} />}
            />
          ) : (
            <Words key={keyOf(step)} step={step} />
          ),
        )}
        {stale ? <Text size="xs">{t("proposal.stale")}</Text> : <ProblemNote error={apply.error} />}
        {canAct && (
          <Group gap={6}>
            <Button size="compact-xs" loading={apply.isPending} disabled={chosen.length === 0} onClick={() => apply.mutate()}>
              {t(chosen.length === steps.length ? "proposal.applyAll" : "proposal.applySome")}
            </Button>
          </Group>
        )}
        {chosen.length > 0 && chosen.length < steps.length && (
          <Text size="xs" c="dimmed">
            {t("proposal.restDropped")}
          </Text>
        )}
      </Stack>
    </article>
  );
}

function keyOf(step: Step): string {
  return step.shiftIds.join(" ");
}

function Words({ step }: { step: Step }) {
  const t = useT();
  const sentences = [
    ...step.relocations.map(({ name: plain, from: before, to: after }) => {
      const name = isolated(plain);
      const from = isolated(before?.therapist ?? "");
      const to = isolated(after?.therapist ?? "");
      if (after === null) return t("proposal.dropped", { name, from });
      if (before === null) return t("proposal.placed", { name, to });
      return t("proposal.moved", { name, from, to });
    }),
    ...step.reordered.map((name) => t("proposal.reordered", { name: isolated(name) })),
  ];
  const words = sentences.length > 0 ? sentences : [t("proposal.sameVisits")];
  return (
    <>
      {words.map((sentence) => (
        <Text key={sentence} size="xs" component="span" display="block">
          {sentence}
        </Text>
      ))}
    </>
  );
}
