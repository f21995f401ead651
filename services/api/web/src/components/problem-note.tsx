import { Alert, Button, List } from "@mantine/core";
import { ProblemError } from "../api/problem";
import { useT } from "../lib/i18n";
import { Icon } from "./icon";
import { wordsOf } from "./problem-words";

type Props = { error: Error | null | undefined; title?: string; fields?: string; onRetry?: () => void };

/** What went wrong, in words, with the fields that the server names, by the form's `fields` or as sent. Shows nothing without an error. */
export function ProblemNote({ error, title, fields, onRetry }: Props) {
  const t = useT();
  if (!error) return null;
  const isSaid = fields !== undefined || !(error instanceof ProblemError);
  const named = isSaid ? [] : error.errors.filter((entry) => entry.message !== error.message);
  return (
    <Alert role="alert" color="red" icon={<Icon name="warning" />} title={title ?? t("app.failed")}>
      {wordsOf(error, fields)}
      {named.length > 0 && (
        <List size="sm" mt={4}>
          {named.map((entry) => (
            <List.Item key={entry.field + entry.message}>
              <bdi dir="ltr">{entry.field}</bdi>: {entry.message}
            </List.Item>
          ))}
        </List>
      )}
      {onRetry && (
        <Button size="xs" variant="default" mt="xs" onClick={onRetry}>
          {t("app.retry")}
        </Button>
      )}
    </Alert>
  );
}
