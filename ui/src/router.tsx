import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { EndpointsPage } from './endpoints/EndpointsPage.tsx';
import { FindingPage } from './findings/FindingPage.tsx';
import { FindingsPage } from './findings/FindingsPage.tsx';
import { OverviewPage } from './overview/OverviewPage.tsx';
import { RunsPage } from './runs/RunsPage.tsx';
import { endpointsSearch, exchangeSearch, findingsSearch, parseSearch, stringifySearch } from './search.ts';
import { Shell } from './shell/Shell.tsx';
import { Crashed } from './state/Pane.tsx';
import { NoSuchPage } from './state/States.tsx';

const rootRoute = createRootRoute({ component: Shell });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/runs/$run', params: { run: 'live' }, replace: true });
  },
});

const runsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/runs', component: RunsPage });

const overviewRoute = createRoute({ getParentRoute: () => rootRoute, path: '/runs/$run', component: OverviewPage });

const endpointsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$run/endpoints',
  validateSearch: endpointsSearch,
  component: EndpointsPage,
});

const findingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$run/findings',
  validateSearch: findingsSearch,
  component: FindingsPage,
});

const findingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$run/findings/$finding',
  component: FindingPage,
});

const exchangeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/runs/$run/exchanges/$exchange',
  validateSearch: exchangeSearch,
  component: lazyRouteComponent(() => import('./exchange/ExchangePage.tsx'), 'ExchangePage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    runsRoute,
    overviewRoute,
    endpointsRoute,
    findingsRoute,
    findingRoute,
    exchangeRoute,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NoSuchPage,
  defaultErrorComponent: ({ error, reset }) => <Crashed reason={String(error)} onRetry={reset} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
