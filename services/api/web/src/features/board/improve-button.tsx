import { Button, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { isOver, jobQuery, solve } from "../../api/plans";
import { announce } from "../../components/announce";
import { Icon } from "../../components/icon";
import { wordsOf } from "../../components/problem-words";
import { useT } from "../../lib/i18n";
import { Quality } from "./quality";

/** Asks the planner to go on, and says how good the plan has become meanwhile. */
export function ImproveButton({ date }: { date: string }) {
  const t = useT();
  const client = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: () => solve(date),
    onSuccess: (answer) => setJobId(answer.jobId),
    onError: (error) => announce(t("board.improveDead", { error: wordsOf(error) }), true),
  });
  const job = useQuery(jobQuery(jobId));
  const told = useRef<string | null>(null);
  useEffect(() => {
    const found = job.data;
    if (found === undefined || !isOver(found) || told.current === found.id) return;
    told.current = found.id;
    if (found.status === "dead") announce(t("board.improveDead", { error: found.error ?? "" }), true);
    else announce(t("board.improved"));
    void client.invalidateQueries({ queryKey: ["plan"] });
  }, [job.data, client, t]);
  const busy = start.isPending || (jobId !== null && !isOver(job.data));
  const progress = busy ? job.data?.progress : null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="gauge" size={15} />}
        loading={busy}
        onClick={() => start.mutate()}
      >
        {t("board.improve")}
      </Button>
      {busy && (
        <Text size="xs" role="status">
          {t("board.improving")} {progress && <Quality {...progress} />}
        </Text>
      )}
    </>
  );
}
