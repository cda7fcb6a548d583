import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ApiProblem } from '@switchyard/sdk'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createAppRouter } from './routes/router.tsx'
import { loadWords } from './ui/words/load-words.ts'
import './ui/theme.css'

const mostRetries = 2

/** A busy service (503) has been asked again already. */
const isWorthAgain = (status: number) => status === 0 || (status >= 500 && status !== 503)

/** A lost session anywhere leads to the sign-in page once, and back afterwards. */
function onQueryError(error: Error): void {
  const isSignedOut = error instanceof ApiProblem && error.status === 401
  if (isSignedOut && !location.pathname.startsWith('/sign-in'))
    location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
}

const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onQueryError }),
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < mostRetries && (!(error instanceof ApiProblem) || isWorthAgain(error.status)),
    },
  },
})

await loadWords()
const place = document.getElementById('app')
if (place)
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={createAppRouter(queryClient)} />
      </QueryClientProvider>
    </StrictMode>,
  )
