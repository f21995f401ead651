import { Button, Group, NativeSelect, Radio, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { decide } from "../../api/clearances";
import type { Clearance, DecisionIn, Service } from "../../api/types";
import { announce } from "../../components/announce";
import { ProblemNote } from "../../components/problem-note";
import { translateWord, useT } from "../../lib/i18n";
import { wallToIso } from "../../lib/time";

const decisions = ["clear", "clear-with-conditions", "convert", "refuse"] as const;
const services: Service[] = ["assessment", "physiotherapy", "chiropractic", "dry-needling"];

type Decision = (typeof decisions)[number];

type Props = { entry: Clearance; zone: string; onDone: () => void };

/** A named clinician's decision: it always has a reason, and what it needs besides. */
export function DecisionForm({ entry, zone, onDone }: Props) {
  const t = useT();
  const client = useQueryClient();
  const others = services.filter((service) => service !== entry.service);
  const [decision, setDecision] = useState<Decision | "">("");
  const [conditions, setConditions] = useState("");
  const [convertTo, setConvertTo] = useState(others[0]);
  const [expires, setExpires] = useState("");
  const deciding = useMutation({
    mutationFn: (body: DecisionIn) => decide(entry.id, body),
    onSuccess: () => {
      announce(t("clear.done"));
      void client.invalidateQueries({ queryKey: ["clearances"] });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (decision === "") return;
    deciding.mutate({
      decision,
      scope: [entry.service],
      ...(conditions.trim() === "" ? {} : { conditions: conditions.trim() }),
      ...(decision === "convert" ? { convertTo } : {}),
      ...(expires === "" ? {} : { expiresAt: wallToIso(`${expires}T23:59`, zone) }),
    });
  };
  return (
    <form onSubmit={submit} aria-label={t("clear.decision")}>
      <Stack gap="sm">
        <Radio.Group
          label={t("clear.decision")}
          required
          value={decision}
          onChange={(value) => setDecision(decisions.find((known) => known === value) ?? "")}
        >
          <Group gap="md" mt={6}>
            {decisions.map((value) => (
              <Radio key={value} value={value} label={translateWord("decision", value)} />
            ))}
          </Group>
        </Radio.Group>
        {(decision === "clear-with-conditions" || decision === "refuse") && (
          <Textarea
            label={t(decision === "refuse" ? "clear.reason" : "clear.conditions")}
            description={t(decision === "refuse" ? "clear.reasonHint" : "clear.conditionsHint")}
            required
            autosize
            minRows={2}
            dir="auto"
            value={conditions}
            onChange={(event) => setConditions(event.currentTarget.value)}
          />
        )}
        {decision === "convert" && (
          <NativeSelect
            label={t("clear.convertTo")}
            value={convertTo}
            onChange={(event) => setConvertTo(others.find((service) => service === event.currentTarget.value))}
            data={others.map((value) => ({ value, label: translateWord("service", value) }))}
          />
        )}
        {(decision === "clear" || decision === "clear-with-conditions") && (
          <TextInput
            label={t("clear.expires")}
            type="date"
            dir="ltr"
            maw={220}
            value={expires}
            onChange={(event) => setExpires(event.currentTarget.value)}
          />
        )}
        <ProblemNote error={deciding.error} />
        <Group>
          <Button type="submit" loading={deciding.isPending} disabled={decision === ""}>
            {t("clear.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
