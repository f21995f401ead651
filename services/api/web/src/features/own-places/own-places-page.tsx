import { Tabs, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Session } from "../../api/types";
import styles from "../../components/page.module.css";
import { useT } from "../../lib/i18n";
import { BuildingList } from "./building-list";
import { PlaceList } from "./place-list";

/** Names that only this clinic knows, what it corrects of ours, and the buildings its patients live in. */
export function OwnPlacesPage({ session }: { session: Session }) {
  const t = useT();
  const [tab, setTab] = useState<string | null>("places");
  const canWrite = session.roles.some((role) => role === "dispatcher" || role === "admin");
  return (
    <main className={styles.page} aria-label={t("page.places")}>
      <Title order={1} size="h3">
        {t("page.places")}
      </Title>
      <Text c="dimmed">{t("ownPlaces.lead")}</Text>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="places">{t("ownPlaces.places")}</Tabs.Tab>
          <Tabs.Tab value="buildings">{t("ownPlaces.buildings")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="places" pt="sm">
          <PlaceList canWrite={canWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="buildings" pt="sm">
          <BuildingList canWrite={canWrite} />
        </Tabs.Panel>
      </Tabs>
    </main>
  );
}
