import { createClient, createPatientFetch } from '@switchyard/sdk'
import type { Call } from '@switchyard/sdk'
import { isAction } from './is-action.ts'
import { setWaiting } from './busy.ts'
import { readStored, writeStored } from '../ui/stored.ts'

let lastAction: Call | null = null

/** The latest request that changed something, for "copy as curl". */
export function lastActionCall(): Call | null {
  return lastAction
}

/** Remembers which workspace this browser works in; null forgets it. */
export function rememberWorkspace(slug: string | null): void {
  writeStored('workspace', slug)
}

/** The workspace this browser works in, as requests name it. */
export function workspaceHeader(): Record<string, string> {
  const workspace = readStored<string | null>('workspace', null)
  return workspace === null ? {} : { 'x-workspace': workspace }
}

/** The console's client: session cookie, workspace header, the header that foreign sites cannot send; it asks a busy service again. */
export const api = createClient({
  baseUrl: '',
  fetch: createPatientFetch({ onWaiting: setWaiting }),
  headers: (call) => ({
    ...workspaceHeader(),
    ...(call.method === 'GET' ? {} : { 'x-switchyard-csrf': '1' }),
  }),
  onCall: (call) => {
    if (isAction(call)) lastAction = call
  },
})
