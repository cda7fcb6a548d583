import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KeptAnswer } from '../modules/idempotency/index.ts'
import type { Context } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import { Answer, replayedAnswer } from './answer.ts'
import { arrivingForm } from './arriving-form.ts'
import { runOnce } from './idempotency.ts'
import { idempotencyKeyOf } from './idempotency-key.ts'
import { problemAnswer } from './problem-answer.ts'
import type { ReadyRoute } from './request-state.ts'
import type { ArrivingForm, Call, CallRequest, IdempotencyKey, RoutePermission, UploadTaker } from './route.ts'

type AnyCall = Call<RoutePermission, unknown, unknown, unknown>

const jsonType = 'application/json; charset=utf-8'
const noBytes = 0

/** Runs the handler of a request that was let in and whose body has been read or may now arrive, and sends what it answers. */
export async function runRoute(
  target: ReadyRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { context } = request.edge
  const { upload: taker } = target.route
  if (taker === undefined || context === null) return runCall(target, request, reply, null)
  // What is wrong with the address or the key is said before anything is taken in.
  target.query(request.query, noBytes)
  idempotencyKeyOf(target.route, callRequestOf(request))
  const form = arrivingForm(request.raw)
  return withUpload({ taker, context, form }, request, reply, (upload) => runCall(target, request, reply, upload))
}

async function runCall(
  target: ReadyRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  upload: unknown,
): Promise<FastifyReply> {
  const { route } = target
  const known = callRequestOf(request)
  const parts = {
    params: target.params(request.params, noBytes),
    query: target.query(request.query, noBytes),
    body: target.body(request.body === undefined ? {} : request.body, request.edge.rawBody.length),
  }
  const context = request.edge.context
  const key = context === null ? null : idempotencyKeyOf(route, known)
  const chosen = { status: target.firstStatus }
  const callIn = (inner: Context | null): AnyCall => ({
    ...parts,
    // A public route's handler asks for no context; every other request got one when it was let in.
    context: inner as Context,
    request: known,
    reply: { status: (code) => void (chosen.status = code), header: (name, value) => void reply.header(name, value) },
    idempotency: key,
    upload,
  })
  if (key === null || context === null || route.idempotency === 'own') {
    const answer = asAnswer(await route.handle(callIn(context)), chosen.status)
    if (route.isFramed === true) reply.removeHeader('x-frame-options')
    return send(reply, answer)
  }
  return sendOnce(request, reply, {
    context,
    key,
    run: async (inner) => render(reply, asAnswer(await route.handle(callIn(inner)), chosen.status)),
  })
}

/** Takes the form in first: a slow sender holds no transaction open. */
async function withUpload(
  { taker, context, form }: { taker: UploadTaker; context: Context; form: ArrivingForm },
  request: FastifyRequest,
  reply: FastifyReply,
  run: (upload: unknown) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const taken = await taker.take(context, form)
  request.edge.rawBody = taken.print
  try {
    const sent = await run(taken.upload)
    if (reply.statusCode >= 300 || reply.hasHeader('idempotent-replayed')) await taken.drop()
    return sent
  } catch (error) {
    // After any other failure nobody knows whether the commit was done: what was taken may be told of already.
    if (error instanceof AppError) await taken.drop()
    throw error
  }
}

async function sendOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  call: { context: Context; key: IdempotencyKey; run: (context: Context) => Promise<KeptAnswer> },
): Promise<FastifyReply> {
  const { answer, isReplayed } = await runOnce({ ...call, refusal: (error) => problemAnswer(request, error) })
  if (isReplayed) return send(reply, replayedAnswer(answer))
  return reply.code(answer.status).headers(answer.headers).type(answer.mediaType).send(answer.body)
}

function asAnswer(result: unknown, status: number): Answer {
  return result instanceof Answer ? result : new Answer(status, result, {}, null)
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status).headers(answer.headers)
  return answer.mediaType === null ? reply.send(answer.body) : reply.type(answer.mediaType).send(answer.body)
}

/** Writes the answer to keep: the very bytes that are sent now and at every replay. */
function render(reply: FastifyReply, answer: Answer): KeptAnswer {
  const { status, body, mediaType } = answer
  const headers = { ...answer.headers, ...headersSetBy(reply) }
  if (mediaType === null) {
    // A JSON serialiser gives text; Fastify's type also knows of serialisers that give bytes.
    const text = body === undefined ? '' : (reply.code(status).serialize(body as Record<string, unknown>) as string)
    return { status, mediaType: jsonType, headers, body: text }
  }
  if (typeof body !== 'string') throw new Error('A route whose keys are kept answers text only.')
  return { status, mediaType, headers, body }
}

const keptHeaders = ['location', 'etag'] as const

function headersSetBy(reply: FastifyReply): Record<string, string> {
  const set = keptHeaders.map((name) => [name, reply.getHeader(name)] as const)
  return Object.fromEntries(set.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
}

function callRequestOf(request: FastifyRequest): CallRequest {
  return {
    id: request.id,
    ip: request.ip,
    method: request.method,
    url: request.url,
    headers: request.headers,
    rawBody: request.edge.rawBody,
    get signal() {
      return request.signal
    },
  }
}
