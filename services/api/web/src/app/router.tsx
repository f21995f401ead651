import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useLocation,
} from "@tanstack/react-router";
import { homeOf, sessionQuery } from "../api/session";
import { LoginPage } from "../features/login/login-page";
import { ResetPage } from "../features/login/reset-page";
import { validBoard } from "./board-search";
import { Failure, Missing, NoPages, Waiting } from "./edges";
import { queryClient } from "./providers";
import { Shell } from "./shell";

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: Missing, errorComponent: Failure });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" && /^\/(?![/\\])/.test(search.next) ? { next: search.next } : {},
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

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset",
  component: function Reset() {
    const navigate = resetRoute.useNavigate();
    // In the fragment, which browsers never send: the token reaches no log on the way here.
    const token = useLocation({ select: ({ hash }) => new URLSearchParams(hash).get("token") });
    const signIn = () => {
      queryClient.clear();
      void navigate({ to: "/login", replace: true });
    };
    return <ResetPage token={token} onSignIn={signIn} />;
  },
});

const mapRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/map",
  component: lazyRouteComponent(() => import("./map.page"), "BaseMap"),
});

const pinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/pin/$token",
  component: lazyRouteComponent(() => import("./pin.page"), "PinByLink"),
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

const accountRoute = createRoute({ getParentRoute: () => signedIn, path: "/account", component: NoPages });

const boardRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/board",
  validateSearch: validBoard,
  component: lazyRouteComponent(() => import("./board.page"), "Board"),
});

const bookRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/book/{-$requestId}",
  component: lazyRouteComponent(() => import("./book.page"), "Book"),
});

const callsRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/calls",
  component: lazyRouteComponent(() => import("./calls.page"), "Calls"),
});

const todayRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/today",
  component: lazyRouteComponent(() => import("./today.page"), "Today"),
});

const clearancesRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/clearances",
  component: lazyRouteComponent(() => import("./clearances.page"), "Clearances"),
});

const calendarRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/calendar",
  component: lazyRouteComponent(() => import("./calendar.page"), "Calendar"),
});

const travelRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/travel",
  component: lazyRouteComponent(() => import("./travel.page"), "Travel"),
});

const placesRoute = createRoute({
  getParentRoute: () => signedIn,
  path: "/places",
  component: lazyRouteComponent(() => import("./places.page"), "OwnPlaces"),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    loginRoute,
    resetRoute,
    mapRoute,
    pinRoute,
    signedIn.addChildren([
      homeRoute,
      accountRoute,
      boardRoute,
      bookRoute,
      callsRoute,
      todayRoute,
      clearancesRoute,
      calendarRoute,
      travelRoute,
      placesRoute,
    ]),
  ]),
  defaultPreload: "intent",
  defaultPendingComponent: Waiting,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
