import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type pg from 'pg'
import { openInstallation } from '../../../server/database/open-installation.ts'
import { openPool } from '../../../server/database/pool.ts'
import type { TestDatabase } from '../../../server/database/testing/create-test-database.ts'
import { type AppOptions, createApp } from '../../../server/http/app.ts'
import type { Route } from '../../../server/http/route.ts'
import { authenticateSession, authenticateToken } from '../../../server/modules/access/index.ts'
import { createEventFeed, type EventFeed } from '../../../server/modules/events/index.ts'
import { fileBytes, openBytesFolder } from '../../../server/modules/files/index.ts'
import { createClock } from '../../../server/platform/clock.ts'
import type { Installation } from '../../../server/platform/installation.ts'
import { createLog } from '../../../server/platform/log.ts'
import { createMemory } from '../../../server/platform/memory.ts'
import { createMetrics } from '../../../server/platform/metrics.ts'
import { routesOf } from '../../../server/start/api.ts'
import { createConformity, type Conformity, type OpenapiDocument } from './conformity.ts'

export const publicUrl = 'http://127.0.0.1:8080'

export type DatabaseUrls = Pick<TestDatabase, 'appUrl' | 'relayUrl' | 'ownerUrl'>

/** The whole HTTP side of the service in this process: real authentication, real feed, a database of its own. */
export interface RunningService {
  readonly app: FastifyInstance
  readonly installation: Installation
  readonly relayPool: pg.Pool
  readonly feed: EventFeed
  /** Where its files lie. */
  readonly filesFolder: string
  /** What the product declares; the service's own routes are not among them. */
  readonly routes: readonly Route[]
  readonly document: OpenapiDocument
  readonly conformity: Conformity
  /** Everything logged as an error: faults of ours. */
  readonly faults: Record<string, unknown>[]
  /** Reads or prepares rows past row security. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** How a test's service differs from the real one. */
export interface ServiceChanges {
  /** The role the service works with; its own unless a test takes one layer of protection away. */
  readonly appUrl?: string
  /** Opens the context of a call; the installation's own unless a test takes one layer of protection away. */
  readonly openContextFor?: (installation: Installation) => AppOptions['openContextFor']
}

/** Busy test machines are no overload, and tests ask more than one address may. */
const limits = {
  loopDelayMs: Number.POSITIVE_INFINITY,
  publicPerSecond: 1_000_000,
  publicBurst: 1_000_000,
  workPerSecond: 1_000_000,
  workBurst: 1_000_000,
}

export async function openRunningService(urls: DatabaseUrls, changes: ServiceChanges = {}): Promise<RunningService> {
  const onConnectionLost = () => undefined
  const pool = openPool({ url: changes.appUrl ?? urls.appUrl, size: 24, name: 'test app', onConnectionLost })
  const relayPool = openPool({ url: urls.relayUrl, size: 4, name: 'test relay', onConnectionLost })
  const owner = openPool({ url: urls.ownerUrl, size: 2, name: 'test owner', onConnectionLost })
  const { rows } = await owner.query<{ now: number }>('select now() as now')
  const clock = createClock(rows[0]?.now ?? 0)
  const installation = openInstallation({ pool, clock, memory: createMemory(), sealingKey: randomBytes(32) })
  const filesFolder = await mkdtemp(join(tmpdir(), 'switchyard-files-'))
  installation.memory.keep(fileBytes, openBytesFolder(filesFolder))
  const feed = createEventFeed({ relay: relayPool, memory: installation.memory, log: { warn: () => undefined } })
  await feed.start()
  const metrics = createMetrics()
  const faults: Record<string, unknown>[] = []
  const routes = routesOf(installation, { publicUrl })
  const app = await createApp({
    settings: { publicUrl, trustedProxies: [] },
    log: createLog({ level: 'error', write: (line) => faults.push(JSON.parse(line) as Record<string, unknown>) }),
    metrics,
    authenticate: {
      token: (text) => authenticateToken(installation, text),
      session: async (cookie, slug) => ({
        ...(await authenticateSession(installation, cookie, slug)),
        ratePerSecond: null,
      }),
    },
    openContextFor: changes.openContextFor?.(installation) ?? ownContext(installation),
    routes,
    readiness: { checks: [], isDraining: () => false },
    consoleFolder: null,
    limits,
  })
  const document = (await app.inject('/openapi.json')).json<OpenapiDocument>()
  return {
    app,
    installation,
    relayPool,
    feed,
    filesFolder,
    routes,
    document,
    conformity: createConformity(document),
    faults,
    query: async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[],
    close: async () => {
      await app.close()
      await feed.stop()
      metrics.stop()
      await Promise.all([pool.end(), relayPool.end(), owner.end()])
      await rm(filesFolder, { recursive: true, force: true })
    },
  }
}

function ownContext(installation: Installation): AppOptions['openContextFor'] {
  return ({ workspace, principal }, requestId) => installation.openContext({ workspace, principal, requestId })
}

/** An answer with its body read: JSON where it is JSON. */
export interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  // What tests read out of bodies is checked by what they expect of it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
}

/**
 * Sends one request and gives the answer. Every answer of every test comes through here and must be what the document
 * says of that address; throws with the request when it is not.
 */
export async function send(service: RunningService, request: InjectOptions & { url: string }): Promise<Seen> {
  const { method = 'GET', url } = request
  const operationId = service.conformity.operationAt(method, url)
  const isStream = operationId === 'streamEvents'
  const response = await service.app.inject({ ...request, ...(isStream && { payloadAsStream: true }) })
  const status = response.statusCode
  const mediaType = String(response.headers['content-type'] ?? '').split(';')[0] ?? ''
  const text = isStream ? await firstChunk(response.stream()) : response.body
  const fault = method === 'OPTIONS' ? null : service.conformity.faultOf(operationId, { status, mediaType, text })
  if (fault !== null) {
    const sent = JSON.stringify(request).slice(0, 2000)
    throw new Error(`${operationId ?? url} answered ${status} against its description: ${fault}\n${sent}\n${text}`)
  }
  const isJson = /[/+]json$/.test(mediaType) && text !== ''
  return { status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as unknown) : null }
}

/** A stream never ends by itself: its beginning is read and its reader goes away. */
async function firstChunk(stream: AsyncIterable<unknown>): Promise<string> {
  for await (const chunk of stream) return String(chunk)
  return ''
}
