import { Speaks } from '@bdcommerce/i18n';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { language } from './language.ts';
import { takePreloaded } from './preloaded.ts';

const MINUTE = 60_000;

/** Fresh enough not to be asked for again when one comes back to it. */
export const FRESH_MS = MINUTE;

/** Filled with what the gateway read already. Refusals are not asked for again; that there was no connection is dealt with by the client of the API. */
export const queryClient = (): QueryClient => {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        gcTime: 30 * MINUTE,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always' },
    },
  });
  takePreloaded(queries);
  return queries;
};

interface Started {
  texts: object;
  queries: QueryClient;
  children: ReactNode;
}

/** Takes the page over from what the gateway wrote. Everything that the first picture needs has to be here by now. */
export const start = ({ texts, queries, children }: Started): void => {
  const place = document.getElementById('root');
  if (!place) throw new Error('there is no #root');
  createRoot(place).render(
    <StrictMode>
      <Speaks language={language()} texts={texts}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </Speaks>
    </StrictMode>,
  );
};

/** Once nothing is wanted more urgently. */
export const afterLoad = (act: () => void): void => {
  if (document.readyState === 'complete') act();
  else addEventListener('load', act, { once: true });
};
