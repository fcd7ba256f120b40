import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LiveStream } from './api/live.ts';
import { RequestFailed } from './api/problem.ts';
import { changesWithCommits } from './api/queries.ts';
import { router } from './router.tsx';
import { LiveContext } from './shell/LiveMark.tsx';
import { applyTheme, storedTheme } from './shell/theme.ts';
import './tokens.css';

applyTheme(storedTheme());

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      // An error document is an answer: asking again brings the same one. Only silence is worth a second try.
      retry: (failures, error) => failures < 1 && error instanceof RequestFailed && error.problem.status === 0,
      retryDelay: 500,
    },
  },
});

const live = new LiveStream('/api/v1/events', () => {
  // A refetch under way is not cancelled, or a slow server would be asked forever and never heard.
  void queries.invalidateQueries(
    { predicate: (query) => changesWithCommits(query.queryKey) },
    { cancelRefetch: false },
  );
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LiveContext value={live}>
        <RouterProvider router={router} />
      </LiveContext>
    </QueryClientProvider>
  </StrictMode>,
);
