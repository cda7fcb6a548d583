import { Readable } from 'node:stream'
import { authenticateSession } from '../../modules/access/index.ts'
import { type EventType, feedOf, type PlacedEvent, presentEvent, readEvents } from '../../modules/events/index.ts'
import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { type Credential, isStanding } from '../../realtime/credential.ts'
import { cookieOf, sessionCookieName } from '../authentication.ts'
import type { CallRequest } from '../route.ts'

/** What the events' routes need besides the request. */
export interface EventService {
  readonly installation: Installation
  readonly publicUrl: string
  /** How often a stream's credential is asked for again; 4 s when absent. */
  readonly recheckMs?: number
}

/** A revoked token ends its stream within 5 s (reliability.md S3). */
const usualRecheckMs = 4_000
/** Silence after which a comment tells proxies and readers that the stream lives. */
const beatMs = 15_000
const reconnectMs = 2_000

/** Where a stream begins: after the last event its reader saw, after a given one, else with what happens next. */
export function startOf(context: Context, request: CallRequest, after: number | undefined): number {
  const header = request.headers['last-event-id']
  if (header === undefined || header === '') return after ?? feedOf(context.memory).mark()
  if (!/^\d{1,15}$/.test(String(header))) throw refuseField('Last-Event-ID', 'wrong_form', 'This is no event’s number.')
  return Number(header)
}

/** The events after a number as server-sent events, until the reader goes or its credential ends. */
export async function streamEvents(
  service: EventService,
  from: { context: Context; request: CallRequest; after: number; types?: readonly EventType[] },
): Promise<Readable> {
  const credential = await credentialOf(service, from.context, from.request)
  const { recheckMs = usualRecheckMs } = service
  const isStanding = standingCheck(service, credential)
  return Readable.from(chunks({ ...from, signal: from.request.signal, recheckMs, isStanding }))
}

async function* chunks(from: {
  context: Context
  after: number
  types?: readonly EventType[]
  signal: AbortSignal
  recheckMs: number
  isStanding: () => Promise<boolean>
}): AsyncGenerator<string> {
  const { context, signal, types, recheckMs } = from
  yield `retry: ${reconnectMs}\n\n`
  let after = from.after
  let spokenAt = performance.now()
  let checkedAt = spokenAt
  while (!signal.aborted) {
    const query = { after, limit: 200, waitMs: recheckMs, signal, ...(types === undefined ? {} : { types }) }
    const page = await readEvents(context, query)
    after = page.next
    if (performance.now() - checkedAt >= recheckMs * 0.9) {
      if (!(await from.isStanding())) return
      checkedAt = performance.now()
    }
    if (page.events.length === 0 && performance.now() - spokenAt < beatMs) continue
    spokenAt = performance.now()
    yield page.events.length === 0 ? ': beat\n\n' : page.events.map(eventText).join('')
  }
}

function eventText(event: PlacedEvent): string {
  return `id: ${event.seq}\ndata: ${JSON.stringify(presentEvent(event))}\n\n`
}

/** A check that failed says nothing about the credential: the stream goes on and asks again. */
function standingCheck({ installation }: EventService, credential: Credential): () => Promise<boolean> {
  return () => isStanding(installation, credential).catch(() => true)
}

async function credentialOf(service: EventService, context: Context, request: CallRequest): Promise<Credential> {
  const { principal, workspace } = context
  const cookie = cookieOf(request, sessionCookieName(service.publicUrl))
  if (principal.kind !== 'member' || cookie === null)
    return { kind: 'token', id: principal.id, workspaceId: workspace.id }
  const { sessionId } = await authenticateSession(service.installation, cookie, workspace.slug)
  return { kind: 'session', id: sessionId, workspaceId: workspace.id }
}
