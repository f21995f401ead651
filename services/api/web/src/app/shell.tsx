import { ActionIcon, Badge, Group, Text } from "@mantine/core";
import { Link, Outlet, useNavigate, useRouteContext } from "@tanstack/react-router";
import { logout, pagesOf, sessionQuery, type PagePath } from "../api/session";
import { Announcements } from "../components/announce";
import { Icon } from "../components/icon";
import { Preferences } from "../components/preferences";
import { translateWord, useT, type MessageKey } from "../lib/i18n";
import { Outage } from "./outage";
import { queryClient } from "./providers";
import styles from "./shell.module.css";

const titles: Record<PagePath, MessageKey> = {
  "/board": "page.board",
  "/book": "page.book",
  "/calls": "page.calls",
  "/today": "page.today",
  "/clearances": "page.clearances",
  "/places": "page.places",
  "/calendar": "page.calendar",
  "/travel": "page.travel",
};

/** The frame of every signed-in page: tenant, pages of the person's roles, language, theme, sign out. */
export function Shell() {
  const t = useT();
  const { session } = useRouteContext({ from: "/signed-in" });
  const navigate = useNavigate();
  const pages = pagesOf(session);
  const signOut = async () => {
    await logout();
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, null);
    await navigate({ to: "/login" });
  };
  return (
    <div className={styles.shell}>
      <a className="skip" href="#content">
        {t("app.skip")}
      </a>
      <header className={styles.bar}>
        <Group gap="xs" wrap="nowrap">
          <img src="/icon.svg" alt="" width={26} height={26} />
          <Text fw={700} visibleFrom="md">
            {t("app.name")}
          </Text>
          <Text c="dimmed" size="sm" truncate className={styles.tenant}>
            {session.tenant.name}
          </Text>
        </Group>
        <nav aria-label={t("app.menu")} className={styles.pages}>
          {pages.map((path) => (
            <Link key={path} to={path === "/book" ? "/book/{-$requestId}" : path} className={styles.page} activeProps={{ "aria-current": "page" }}>
              {t(titles[path])}
            </Link>
          ))}
        </nav>
        <Group gap="xs" wrap="nowrap" ms="auto">
          <Badge variant="default" visibleFrom="lg" tt="none">
            {session.user.name} · {translateWord("role", session.role)}
          </Badge>
          <Preferences />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("app.signOut")}
            title={t("app.signOut")}
            onClick={() => void signOut()}
          >
            <Icon name="out" />
          </ActionIcon>
        </Group>
      </header>
      <div id="content" className={styles.content}>
        <Outlet />
      </div>
      <Outage />
      <Announcements />
    </div>
  );
}
