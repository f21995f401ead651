import { ActionIcon, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { isLocale, locales, useLocale, useT } from "../lib/i18n";
import { Icon } from "./icon";

/** Language, and light or dark. Both are remembered on this device. */
export function Preferences() {
  const t = useT();
  const { locale, setLocale } = useLocale();
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t("app.language")}
        value={locale}
        onChange={(value) => isLocale(value) && setLocale(value)}
        data={Object.entries(locales).map(([value, { name }]) => ({ value, label: name }))}
      />
      <ThemeButton />
    </>
  );
}

function ThemeButton() {
  const t = useT();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = t(dark ? "app.themeLight" : "app.themeDark");
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(dark ? "light" : "dark")}
    >
      <Icon name={dark ? "sun" : "moon"} />
    </ActionIcon>
  );
}
