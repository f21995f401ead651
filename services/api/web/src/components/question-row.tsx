import type { KeyboardEvent } from "react";
import { useT, type MessageKey } from "../lib/i18n";
import { Icon } from "./icon";
import styles from "./question-row.module.css";

type Answer = boolean | null;
type Props = {
  id: string;
  text: string;
  value: Answer | undefined;
  concernIf: boolean;
  onAnswer: (value: Answer) => void;
};

const options: { value: Answer; code: string; label: MessageKey }[] = [
  { value: true, code: "KeyY", label: "answer.yes" },
  { value: false, code: "KeyN", label: "answer.no" },
  { value: null, code: "KeyU", label: "answer.unknown" },
];

/** One question with yes, no and "not known". Y, N and U answer it by the key's place, on Arabic keyboards too. */
export function QuestionRow({ id, text, value, concernIf, onAnswer }: Props) {
  const t = useT();
  const chosen = options.findIndex((option) => option.value === value);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const option = options.find(({ code }) => code === event.code);
    if (option === undefined) return;
    event.preventDefault();
    onAnswer(option.value);
  };
  const worrying = value !== undefined && value !== !concernIf;
  return (
    <div
      id={id}
      role="radiogroup"
      aria-labelledby={`${id}-text`}
      tabIndex={-1}
      className={styles.row}
      data-worrying={worrying}
      onKeyDown={onKeyDown}
    >
      <span id={`${id}-text`} className={styles.text}>
        {worrying && <Icon name="warning" size={15} />}
        {text}
      </span>
      <span className={styles.options}>
        {options.map((option, index) => (
          <button
            key={option.label}
            type="button"
            role="radio"
            aria-checked={index === chosen}
            tabIndex={index === Math.max(0, chosen) ? 0 : -1}
            className={styles.option}
            onClick={() => onAnswer(option.value)}
          >
            {t(option.label)}
          </button>
        ))}
      </span>
    </div>
  );
}
