import { Chip, Group, NativeSelect, Stack, Textarea, TextInput, Text } from "@mantine/core";
import type { BodyRegion, Service } from "../../api/types";
import { translateWord, useT } from "../../lib/i18n";
import type { Draft } from "./draft";
import { Section } from "./section";
import styles from "./booking.module.css";

const services: Service[] = ["assessment", "dry-needling", "physiotherapy", "chiropractic"];
const regions: BodyRegion[] = [
  "head",
  "neck",
  "shoulder-girdle",
  "arm",
  "hand",
  "thorax",
  "abdomen",
  "lower-back",
  "hip",
  "leg",
  "foot",
];

/** What is asked for and what hurts. */
export function ComplaintSection({ draft, update }: { draft: Draft; update: (change: Partial<Draft>) => void }) {
  const t = useT();
  return (
    <Section number={3} title="book.what">
      <Stack gap="sm">
        <div className={styles.two}>
          <NativeSelect
            label={t("book.service")}
            required
            value={draft.service}
            onChange={(event) => update({ service: serviceOf(event.currentTarget.value) })}
            data={[
              { value: "", label: "–" },
              ...services.map((value) => ({ value, label: translateWord("service", value) })),
            ]}
          />
          <TextInput
            label={t("book.diagnosis")}
            dir="auto"
            value={draft.diagnosis}
            onChange={(event) => update({ diagnosis: event.currentTarget.value })}
          />
        </div>
        <Textarea
          label={t("book.complaint")}
          dir="auto"
          autosize
          minRows={2}
          value={draft.complaint}
          onChange={(event) => update({ complaint: event.currentTarget.value })}
        />
        <div role="group" aria-label={t("book.regions")}>
          <Text size="sm" fw={500} mb={4}>
            {t("book.regions")}
          </Text>
          <Chip.Group multiple value={draft.bodyRegions} onChange={(value) => update({ bodyRegions: regions.filter((region) => value.includes(region)) })}>
            <Group gap={6}>
              {regions.map((value) => (
                <Chip key={value} value={value} size="xs">
                  {translateWord("region", value)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </div>
      </Stack>
    </Section>
  );
}

function serviceOf(value: string): Service | "" {
  return services.find((service) => service === value) ?? "";
}
