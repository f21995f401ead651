import { DirectionProvider, MantineProvider, createTheme, useDirection } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { ProblemError } from "../api/problem";
import { activate, LocaleContext, locales, type Locale } from "../lib/i18n";

const theme = createTheme({
  fontFamily: '"Inter", "Segoe UI", "Noto Sans", "Noto Sans Arabic", "Geeza Pro", system-ui, sans-serif',
  primaryColor: "cyan",
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: "sm",
  cursorType: "pointer",
  components: { Alert: { defaultProps: { styles: { title: { color: "var(--mantine-color-text)" } } } } },
});

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => !(error instanceof ProblemError && error.status < 500) && count < 2,
    },
  },
});

function LocaleProvider({ initial, children }: { initial: Locale; children: ReactNode }) {
  const [locale, setLocale] = useState(initial);
  const { setDirection } = useDirection();
  useEffect(() => setDirection(locales[locale].dir), [locale, setDirection]);
  const value = useMemo(
    () => ({ locale, setLocale: (next: Locale) => void activate(next).then(() => setLocale(next)) }),
    [locale],
  );
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function Providers({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <DirectionProvider initialDirection={locales[locale].dir} detectDirection={false}>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <LocaleProvider initial={locale}>{children}</LocaleProvider>
        </MantineProvider>
      </DirectionProvider>
    </QueryClientProvider>
  );
}
