import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Icon, type IconName } from "../../components/icon";
import { useT, type MessageKey } from "../../lib/i18n";
import { filters, type Filter } from "./exceptions";
import styles from "./board.module.css";

const words: Record<Filter, { label: MessageKey; icon: IconName }> = {
  incidents: { label: "board.incidents", icon: "warning" },
  late: { label: "board.late", icon: "late" },
  unassigned: { label: "board.unassigned", icon: "route" },
  undispatchable: { label: "board.undispatchable", icon: "paper" },
  proposals: { label: "board.proposals", icon: "gauge" },
  dead: { label: "board.deadJobs", icon: "close" },
};

type Props = { counts: Record<Filter, number>; filter: Filter | undefined; onFilter: (next: Filter | undefined) => void };

/** What needs a person now, counted; a click shows only that, a second click shows all again. */
export function ExceptionStrip({ counts, filter, onFilter }: Props) {
  const t = useT();
  return (
    <div className={styles.strip} role="group" aria-label={t("board.exceptions")}>
      {filters.map((name) => (
        <UnstyledButton
          key={name}
          className={styles.chip}
          data-quiet={counts[name] === 0}
          aria-pressed={filter === name}
          onClick={() => onFilter(filter === name ? undefined : name)}
        >
          <Icon name={words[name].icon} size={15} />
          {t(words[name].label, { count: counts[name] })}
        </UnstyledButton>
      ))}
      {/* Incidents come by themselves; the other counts change too often to be read out. */}
      <VisuallyHidden role="status">{t("board.incidents", { count: counts.incidents })}</VisuallyHidden>
    </div>
  );
}
