import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { homeOf, sessionQuery } from "../api/session";
import { LoginPage } from "../features/login/login-page";
import { Failure, Missing, Waiting } from "./edges";
import { queryClient } from "./providers";
import { Shell } from "./shell";

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Failure });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" && /^\/(?!\/)/.test(search.next) ? { next: search.next } : {},
  component: function Login() {
    const { next } = loginRoute.useSearch();
    const navigate = loginRoute.useNavigate();
    return (
      <LoginPage
        onSignedIn={(session) => {
          queryClient.clear();
          queryClient.setQueryData(sessionQuery.queryKey, session);
          void navigate({ href: next ?? homeOf(session), replace: true });
        }}
      />
    );
  },
});

const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session === null) {
      const next = location.href === "/" ? {} : { next: location.href };
      throw redirect({ to: "/login", search: next });
    }
    return { session };
  },
  pendingComponent: Waiting,
  component: Shell,
});

const homeRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: ({ context }) => {
    throw redirect({ href: homeOf(context.session), replace: true });
  },
});

const accountRoute = createRoute({ getParentRoute: () => signedIn, path: "/account", component: Missing });

export const router = createRouter({
  routeTree: rootRoute.addChildren([loginRoute, signedIn.addChildren([homeRoute, accountRoute])]),
  defaultPreload: "intent",
  defaultPendingComponent: Waiting,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
