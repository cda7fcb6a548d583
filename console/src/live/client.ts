import { createClient, createPatientFetch } from '@switchyard/sdk'
import type { Call } from '@switchyard/sdk'
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

/** What is asked while somebody writes, and changes nothing. */
const isPreview = ({ body, path }: Call) =>
  /\/(check|plan|dry-run)$/.test(path) || (typeof body === 'object' && body !== null && 'preview' in body)
const isAction = (call: Call) =>
  call.method !== 'GET' &&
  !isPreview(call) &&
  !call.path.startsWith('/v1/realtime') &&
  // What is kept while somebody writes is nobody's action.
  !call.path.includes('drafts/') &&
  !call.path.startsWith('/v1/session')

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
