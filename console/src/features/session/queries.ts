import { queryOptions } from '@tanstack/react-query'
import type { Listing, SessionRow } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api, rememberWorkspace } from '../../live/client.ts'

/** Signs in with a password; the answer sets the session cookie. Throws 401 for a wrong pair. */
export async function signInWithPassword(input: { email: string; password: string }): Promise<void> {
  await api.request({ method: 'POST', path: '/v1/session', body: input })
}

/** Asks for a one-time link by mail; `mail` is false on a server that sends none. The answer never tells who is known. */
export async function askForLink(email: string): Promise<{ mail: boolean }> {
  return api.request<{ mail: boolean }>({ method: 'POST', path: '/v1/session/link-request', body: { email } })
}

/** Spends the one-time link of the address fragment. Throws 401 when it was used or is too old. */
export async function signInWithLink(token: string): Promise<void> {
  await api.request({ method: 'POST', path: '/v1/session/link', body: { token } })
}

/** Ends this session. */
export async function signOut(): Promise<void> {
  await api.request({ method: 'DELETE', path: '/v1/session' })
  rememberWorkspace(null)
}

/** Where this person is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: cacheKeys.sessions,
  queryFn: ({ signal }) => api.request<Listing<SessionRow>>({ method: 'GET', path: '/v1/sessions', signal }),
})

/** Ends another session. */
export async function revokeSession(id: string): Promise<void> {
  await api.request({ method: 'DELETE', path: `/v1/sessions/${id}` })
}
