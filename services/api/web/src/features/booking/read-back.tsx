import { SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { CareRequest } from "../../api/types";
import { isLocale, locales, translatorFor, useT, type Locale } from "../../lib/i18n";
import { clockOf } from "../../lib/time";
import styles from "./booking.module.css";

/** The language to read in: the patient's first that we have words for. */
export function readBackLocale(request: CareRequest): Locale {
  return request.patient?.languages.find(isLocale) ?? "en";
}

/** The sentences that the agent reads aloud before booking, in the patient's language. */
export function ReadBack({ request, zone }: { request: CareRequest; zone: string }) {
  const t = useT();
  const [locale, setLocale] = useState<Locale>(readBackLocale(request));
  const say = useQuery({ queryKey: ["words", locale], queryFn: () => translatorFor(locale), staleTime: Infinity }).data;
  const { patient, place, hold: held, service } = request;
  if (!say || !patient || !held) return null;
  const clock = clockOf(zone, locale);
  const lines = [
    say("read.who", { name: patient.name ?? "", phone: `\u2066${request.callerPhone}\u2069` }),
    say("read.where", { place: place?.label ?? request.placeText ?? "" }),
    say("read.when", {
      service: service ? say(`service.${service}`) : "",
      day: clock.day(held.opensAt),
      from: clock.time(held.opensAt),
      to: clock.time(held.closesAt),
    }),
    held.therapist ? say("read.therapist", { name: held.therapist.name }) : "",
    say("read.agree"),
  ].filter(Boolean);
  return (
    <Stack gap={4} component="section" aria-label={t("read.title")}>
      <Text fw={600} size="sm">
        {t("read.title")}{" "}
        <SegmentedControl
          size="xs"
          aria-label={t("read.language")}
          value={locale}
          onChange={(value) => isLocale(value) && setLocale(value)}
          data={Object.entries(locales).map(([value, { name }]) => ({ value, label: name }))}
          ms="xs"
        />
      </Text>
      <blockquote className={styles.script} lang={locale} dir={locales[locale].dir}>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </blockquote>
    </Stack>
  );
}
