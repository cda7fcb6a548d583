import type { FastifyInstance } from 'fastify'
import type { Context, Workspace } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { createLog } from '../../platform/log.ts'
import { createMetrics } from '../../platform/metrics.ts'
import type { Principal } from '../../platform/principal.ts'
import { type AppOptions, createApp } from '../app.ts'
import type { Authenticate, Caller } from '../authentication.ts'
import type { EdgeLimits } from '../limits.ts'
import { sampleRoutes } from './sample-routes.ts'

const sampleWorkspace: Workspace = {
  id: '0190f5b2-0000-7000-8000-00000000000a',
  slug: 'depot',
  name: 'Depot',
  purpose: 'review',
  clockOffsetMs: 0,
}

function principal(name: string, permissions: readonly string[], kind: Principal['kind'] = 'token'): Principal {
  return {
    kind,
    id: `0190f5b2-0000-7000-8000-${name.padStart(12, '0').slice(0, 12)}`,
    name,
    permissions: new Set(permissions),
    scope: { channels: null, queues: null },
    agentId: null,
    partnerId: null,
  }
}

const callers: Readonly<Record<string, Caller>> = {
  sy_admin: { workspace: sampleWorkspace, principal: principal('ad', ['*']), ratePerSecond: null },
  sy_reader: { workspace: sampleWorkspace, principal: principal('cafe', ['ticket:read']), ratePerSecond: null },
  sy_desktop: { workspace: sampleWorkspace, principal: principal('de', ['agents:act']), ratePerSecond: null },
  sy_slow: { workspace: sampleWorkspace, principal: principal('5', ['*']), ratePerSecond: 2 },
  sy_customer: {
    workspace: sampleWorkspace,
    principal: principal('c', ['ticket:read'], 'customer'),
    ratePerSecond: null,
  },
}

/** Knows five tokens and one cookie, `switchyard=anna`. */
export const sampleAuthenticate: Authenticate = {
  token(text) {
    const caller = callers[text]
    if (caller === undefined) throw new AppError('unauthenticated', 'This token opens nothing.')
    return caller
  },
  session(cookie, slug) {
    if (cookie !== 'anna') throw new AppError('unauthenticated', 'Sign in again.')
    if (slug !== null && slug !== sampleWorkspace.slug) throw new AppError('forbidden', 'You are no member of it.')
    return { workspace: sampleWorkspace, principal: principal('a', ['*'], 'member'), ratePerSecond: null }
  },
}

export interface SampleApp {
  readonly app: FastifyInstance
  readonly metrics: ReturnType<typeof createMetrics>
  /** Every line that was logged. */
  readonly logged: Record<string, unknown>[]
  readonly close: () => Promise<void>
}

type SampleOptions = Partial<Omit<AppOptions, 'limits'>> & { readonly limits?: Partial<EdgeLimits> }

/** An edge with sample routes and no database; options replace what a test is about. */
export async function openSampleApp(options: SampleOptions = {}): Promise<SampleApp> {
  const metrics = createMetrics()
  const logged: Record<string, unknown>[] = []
  const app = await createApp({
    settings: { publicUrl: 'http://127.0.0.1:8080', trustedProxies: ['127.0.0.0/8'] },
    log: createLog({ level: 'debug', write: (line) => logged.push(JSON.parse(line) as Record<string, unknown>) }),
    metrics,
    authenticate: sampleAuthenticate,
    openContextFor: contextWithoutDatabase,
    routes: sampleRoutes,
    readiness: { checks: [], isDraining: () => false },
    consoleFolder: null,
    ...options,
    // A busy test machine is no overload.
    limits: { loopDelayMs: Number.POSITIVE_INFINITY, ...options.limits },
  })
  const close = async () => {
    metrics.stop()
    await app.close()
  }
  return { app, metrics, logged, close }
}

function contextWithoutDatabase(caller: Caller, requestId: string): Context {
  // The sample routes open no transaction; the members that would are left out on purpose.
  return { workspace: caller.workspace, principal: caller.principal, requestId } as unknown as Context
}

export const admin = { authorization: 'Bearer sy_admin' }
