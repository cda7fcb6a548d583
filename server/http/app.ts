import { randomUUIDv7 } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import staticFiles from '@fastify/static'
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Settings } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Origin } from '../platform/origin.ts'
import { createAdmission } from './admission.ts'
import type { Authenticate, Caller } from './authentication.ts'
import { answerClientError } from './client-error.ts'
import { collectComponents } from './components.ts'
import { allowOtherOrigins } from './cors.ts'
import { answerFromConsole } from './console-files.ts'
import type { Edge } from './edge.ts'
import { enterRequest } from './enter-request.ts'
import { readJson } from './json-body.ts'
import { lazySerializers } from './lazy-serializers.ts'
import { leaveRequest } from './leave-request.ts'
import { defaultLimits, type EdgeLimits } from './limits.ts'
import { watchOpenAnswers } from './open-answers.ts'
import { createReference, registerReference } from './openapi.ts'
import { sendProblem } from './problem-answer.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { createReadinessProbe, type Readiness } from './readiness.ts'
import { ProblemSchema } from './reference-document.ts'
import { referencePageRoutes } from './reference-page/reference-page.ts'
import { registerRoutes } from './register-routes.ts'
import type { Route } from './route.ts'
import { serviceRoutes } from './routes/service.ts'
import { apiHeaders, transportHeaders } from './security-headers.ts'
import { watchArrivals } from './watch-arrivals.ts'

export interface AppOptions {
  readonly settings: Pick<Settings, 'publicUrl' | 'trustedProxies'>
  readonly log: Log
  readonly metrics: Metrics
  readonly authenticate: Authenticate
  readonly openContextFor: (caller: Caller, requestId: string, origin: Origin) => Context
  /** All routes but those of the service itself. */
  readonly routes: readonly Route[]
  readonly readiness: Readiness
  /** What is served beside the API and the console: pages and scripts, which the reference does not show. */
  readonly pages?: readonly Route[]
  /** Where the built console is; null serves none. */
  readonly consoleFolder: string | null
  readonly limits: Partial<EdgeLimits> & Pick<EdgeLimits, 'loopDelayMs'>
}

/** Builds the HTTP edge, ready to listen. Throws when a route is not declared as it must be. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const edge = createEdge(options)
  const app = openServer(edge, options.settings.trustedProxies)
  const routes: Route[] = [
    ...options.routes,
    ...serviceRoutes({
      metrics: options.metrics,
      probe: createReadinessProbe(options.readiness, edge.admission.isShedding),
      reference: () => reference(),
    }),
    ...referencePageRoutes(),
    ...(options.pages ?? []),
  ]
  const reference = createReference(app, routes)
  const components = collectComponents(routes, [ProblemSchema])
  options.metrics.watch('http_requests_in_flight', 'Requests under way.', edge.admission.inFlight)
  await registerReference(app, components)
  await app.register(staticFiles, {
    serve: false,
    root: options.consoleFolder ?? import.meta.dirname,
    cacheControl: true,
  })
  addHooks(app, edge)
  answerUnmatched(app, options.consoleFolder)
  registerRoutes(app, routes, components)
  await app.ready()
  return app
}

function createEdge(options: AppOptions): Edge {
  const limits = { ...defaultLimits, ...options.limits }
  const { publicUrl } = options.settings
  const isSecure = publicUrl.startsWith('https:')
  return {
    publicUrl,
    log: options.log,
    metrics: options.metrics,
    limits,
    admission: createAdmission(limits, options.metrics),
    rateLimiter: createRateLimiter(),
    authenticate: options.authenticate,
    openContextFor: options.openContextFor,
    headers: isSecure ? { ...apiHeaders, ...transportHeaders } : apiHeaders,
  }
}

function openServer(edge: Edge, trustedProxies: readonly string[]): FastifyInstance {
  const { limits } = edge
  const app = fastify({
    logger: false,
    genReqId: () => randomUUIDv7(),
    trustProxy: [...trustedProxies],
    bodyLimit: limits.bodyBytes,
    // What is no file is held to `requestTimeoutMs` by `watchArrivals`.
    requestTimeout: Math.max(limits.uploadTimeoutMs, limits.requestTimeoutMs),
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxRequestsPerSocket: limits.requestsPerSocket,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.connectionCheckMs,
    },
    routerOptions: { maxParamLength: 300 },
    schemaController: { compilersFactory: { buildSerializer: lazySerializers() } },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      enterState(edge, request as FastifyRequest, reply as FastifyReply)
      void sendProblem(edge, request as FastifyRequest, reply as FastifyReply, error)
    },
  })
  app.decorateRequest('edge')
  // Declared routes validate in `runRoute`; Fastify keeps the schemas for the reference and for answers.
  app.setValidatorCompiler(() => () => true)
  app.setErrorHandler((error, request, reply) => sendProblem(edge, request, reply, error))
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    readBody(request, body as Buffer, done)
  })
  // Left unread: only a route that takes uploads gets here, and reads the form as it arrives.
  app.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null))
  return app
}

function readBody(request: FastifyRequest, bytes: Buffer, done: (error: Error | null, body?: unknown) => void): void {
  const { edge } = request
  edge.rawBody = bytes
  const isRaw = edge.target?.kind === 'route' && edge.target.route.rawMedia !== undefined
  if (isRaw || bytes.length === 0) return done(null)
  let body: unknown
  try {
    body = readJson(bytes)
  } catch (error) {
    return done(error as Error)
  }
  done(null, body)
}

const noBytes = Buffer.alloc(0)

function enterState(edge: Edge, request: FastifyRequest, reply: FastifyReply): void {
  request.edge = {
    startedAtMs: performance.now(),
    target: request.routeOptions?.config?.edge ?? null,
    caller: null,
    context: null,
    rawBody: noBytes,
    isCounted: false,
    sentAtMs: null,
  }
  reply.headers(edge.headers).header('x-request-id', request.id)
  allowOtherOrigins(request.edge.target, reply)
}

function addHooks(app: FastifyInstance, edge: Edge): void {
  const openAnswers = watchOpenAnswers(edge)
  const arrivals = watchArrivals(edge)
  app.addHook('onRequest', async (request, reply) => {
    enterState(edge, request, reply)
    reply.raw.once('close', () => leaveRequest(edge, request, reply))
    openAnswers.add(request, reply)
    arrivals.add(request, reply)
    // Before its body is read: what has no route has nobody to read it.
    if (request.is404 && request.method !== 'GET' && request.method !== 'HEAD') throw nothingHere()
    await enterRequest(edge, request, reply)
  })
  app.addHook('onSend', (request, _reply, payload, done) => {
    const isStream = payload !== null && typeof payload === 'object' && 'pipe' in payload
    if (!isStream) request.edge.sentAtMs = performance.now()
    done()
  })
  app.addHook('onClose', () => {
    openAnswers.stop()
    arrivals.stop()
  })
}

function answerUnmatched(app: FastifyInstance, consoleFolder: string | null): void {
  app.setNotFoundHandler(async (request, reply) => {
    const answered = consoleFolder === null ? null : await answerFromConsole(consoleFolder, request, reply)
    if (answered === null) throw nothingHere()
    return answered
  })
}

function nothingHere(): AppError {
  return new AppError('not_found', 'There is nothing at this address.')
}
