import { Button } from "@mantine/core";
import { useQueryClient, type Query } from "@tanstack/react-query";
import { useCallback, useState, useSyncExternalStore } from "react";
import { isUnreachable, ProblemError } from "../api/problem";
import { Icon } from "../components/icon";
import { useT } from "../lib/i18n";
import styles from "./shell.module.css";

const overloaded = [502, 503, 504];

function isOut(query: Query): boolean {
  const { error } = query.state;
  return isUnreachable(error) || (error instanceof ProblemError && overloaded.includes(error.status));
}

/** While answers fail because the server is away: says that what is shown may be old, and asks again on demand. */
export function Outage() {
  const t = useT();
  const client = useQueryClient();
  const cache = client.getQueryCache();
  const [asking, setAsking] = useState(false);
  const subscribe = useCallback((listener: () => void) => cache.subscribe(listener), [cache]);
  const out = useSyncExternalStore(subscribe, () => cache.getAll().some((query) => query.isActive() && isOut(query)));
  if (!out) return null;
  const again = () => {
    setAsking(true);
    void client.refetchQueries({ type: "active", predicate: isOut }).finally(() => setAsking(false));
  };
  return (
    <div className={styles.outage} role="alert">
      <Icon name="warning" />
      <span>{t("app.outage")}</span>
      <Button size="compact-sm" variant="default" loading={asking} onClick={again}>
        {t("app.retry")}
      </Button>
    </div>
  );
}
