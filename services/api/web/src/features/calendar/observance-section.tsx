import { NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { observanceQuery } from "../../api/calendar";
import { therapistsQuery } from "../../api/plans";
import { Working } from "../../components/working";
import { useT } from "../../lib/i18n";
import type { Clock } from "../../lib/time";
import { ObservanceForm } from "./observance-form";
import { UpcomingBreaks } from "./upcoming-breaks";

/** Which breaks each therapist asked for: nothing is kept free unless somebody asked. */
export function ObservanceSection({ clock }: { clock: Clock }) {
  const t = useT();
  const [who, setWho] = useState("");
  const therapists = useQuery(therapistsQuery);
  const observance = useQuery({ ...observanceQuery(who), enabled: who !== "" });
  const named = therapists.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return (
    <Stack component="section" gap="sm" mt="xl" maw={560} aria-labelledby="observance">
      <Title order={2} size="h4" id="observance">
        {t("observance.title")}
      </Title>
      <Text c="dimmed">{t("observance.lead")}</Text>
      {!therapists.data && <Working query={therapists} />}
      {therapists.data && (
        <NativeSelect
          label={t("observance.therapist")}
          value={who}
          onChange={(event) => setWho(event.currentTarget.value)}
          data={[{ value: "", label: t("observance.choose") }, ...named]}
        />
      )}
      {who !== "" && !observance.data && <Working query={observance} />}
      {observance.data && (
        <>
          <ObservanceForm key={`${who} ${observance.data.version}`} known={observance.data} />
          <UpcomingBreaks breaks={observance.data.upcoming} clock={clock} />
        </>
      )}
    </Stack>
  );
}
