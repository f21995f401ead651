import type { Plan, Proposal } from "../../api/types";
import type { Clock } from "../../lib/time";
import { ProposalCard } from "./proposal-card";
import { Section } from "./section";

type Props = { plan: Plan; proposals: Proposal[]; clock: Clock; canAct: boolean };

/** What the planner would change about a published day but leaves to a person. */
export function ProposalList({ proposals, ...rest }: Props) {
  return (
    <Section title="proposal.title" count={proposals.length}>
      {proposals.map((proposal) => (
        <li key={proposal.id}>
          <ProposalCard proposal={proposal} {...rest} />
        </li>
      ))}
    </Section>
  );
}
