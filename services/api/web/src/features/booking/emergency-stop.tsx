import { Button, Stack, Text, Title } from "@mantine/core";
import type { CareRequest } from "../../api/types";
import { Icon } from "../../components/icon";
import { locales, spoken, useLocale, useT, type Locale } from "../../lib/i18n";
import styles from "./booking.module.css";

const fallbackNumber = "998"; // the ambulance in the Emirates, should an answer come without a number

/** Everything stops: the words to say in both languages, and the number. There is no way on to a visit. */
export function EmergencyStop({ request, onNew }: { request: CareRequest; onNew: () => void }) {
  const t = useT();
  const { locale } = useLocale();
  const emergency = request.screening?.emergency;
  const number = emergency?.number ?? fallbackNumber;
  const first = request.patient?.languages.includes("ar") ? "ar" : locale;
  const order: Locale[] = first === "ar" ? ["ar", "en"] : ["en", "ar"];
  return (
    <main className={styles.emergency} role="alert" aria-label={t("emergency.title")}>
      <Stack align="center" maw="44rem">
        <Icon name="warning" size={56} />
        <Title order={1}>{t("emergency.title")}</Title>
        <Text size="lg">{t("emergency.say")}</Text>
        {order.map((tag) => {
          const words = emergency?.say[tag];
          return (
            words && (
              <blockquote key={tag} lang={tag} dir={locales[tag].dir} className={styles.say}>
                {words}
              </blockquote>
            )
          );
        })}
        <a className={styles.number} href={`tel:${number}`}>
          {t("emergency.call")} <bdi dir="ltr">{number}</bdi>
        </a>
        {request.screening?.reasons.map((reason) => (
          <Text key={reason.code}>{spoken(reason.text, locale)}</Text>
        ))}
        <Text>{t("emergency.kept")}</Text>
        <Button variant="default" onClick={onNew}>
          {t("book.new")} (F2)
        </Button>
      </Stack>
    </main>
  );
}
