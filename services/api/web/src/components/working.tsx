import { Loader } from "@mantine/core";
import { useT } from "../lib/i18n";
import { ProblemNote } from "./problem-note";

type Asked = { isPending: boolean; error: Error | null; refetch: () => unknown };

/** What stands in place of an answer that is still on its way, or that did not come: then with a way to ask again. */
export function Working({ query }: { query: Asked }) {
  const t = useT();
  if (query.isPending) return <Loader size="sm" role="status" aria-label={t("app.loading")} />;
  return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
}
