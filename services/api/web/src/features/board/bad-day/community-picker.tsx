import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Icon } from "../../../components/icon";
import { PlacePicker, type Picked } from "../../../components/place-picker";
import { isolated, spoken, useLocale, useT } from "../../../lib/i18n";
import type { Community } from "./bad-day";

type Props = { chosen: Community[]; onChange: (chosen: Community[]) => void };

/** Communities by any name that a place in them has: the one around what is picked is taken. */
export function CommunityPicker({ chosen, onChange }: Props) {
  const t = useT();
  const { locale } = useLocale();
  const [tooWide, setTooWide] = useState<string | null>(null);
  const add = ({ name, candidate: { community } }: Picked) => {
    setTooWide(community === null ? name : null);
    if (community === null || chosen.some(({ number }) => number === community.number)) return;
    onChange([...chosen, community]);
  };
  return (
    <Stack gap={6}>
      {/* A new one for the next name after each that was taken. */}
      <PlacePicker key={chosen.length} label={t("badDay.community")} autoFocus={chosen.length > 0} onPick={add} />
      <Text size="sm" c="dimmed" role="status">
        {tooWide === null ? t("badDay.communityHint") : t("badDay.communityWide", { name: isolated(tooWide) })}
      </Text>
      <Group gap={6} role="group" aria-label={t("badDay.communities")}>
        {chosen.map((community) => {
          const name = spoken(community.names, locale);
          return (
            <Button
              key={community.number}
              size="compact-sm"
              variant="light"
              rightSection={<Icon name="close" size={12} />}
              aria-label={t("badDay.leaveOut", { name: isolated(name) })}
              onClick={() => onChange(chosen.filter(({ number }) => number !== community.number))}
            >
              <bdi>{name}</bdi>
            </Button>
          );
        })}
      </Group>
    </Stack>
  );
}
