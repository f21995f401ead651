import { Text, Title } from "@mantine/core";
import type { Plan, Proposal } from "../../api/types";
import { useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { ProposalCard } from "./proposal-card";
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
