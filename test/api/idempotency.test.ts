import { describe, expect, it } from 'vitest'
import type { Route } from '../../server/http/route.ts'
import { newId } from '../../server/platform/ids.ts'
import { formOf } from './testing/form.ts'
import { openOwnPlace } from './testing/own-service.ts'
import { refusal } from './testing/refusal.ts'
import { freshThings, requestFor, type Request, usualCaller } from './testing/requests.ts'
import { printRows } from './testing/row-prints.ts'
import { type Seen, send } from './testing/running-service.ts'

const place = await openOwnPlace('here')
const { service } = place

const posts = service.routes.filter((route) => route.method === 'POST' && route.permission !== 'public')
const named = (route: Route) => ({ name: route.url, route })
const keyed = posts.filter((route) => route.idempotency !== 'none').map(named)
const twins = 20

describe.each(keyed)('POST $name with an Idempotency-Key', ({ route }) => {
  it('answers a repeat with the first answer and does nothing', async () => {
    const request = await newRequest(route)
    const first = await send(service, request)
    const before = await printEffects()
    const again = await send(service, request)
    expect(first.status, first.text).toBeLessThan(300)
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true'])
    expect([again.headers['location'], again.headers['etag']]).toEqual([
      first.headers['location'],
      first.headers['etag'],
    ])
    expect(await printEffects()).toEqual(before)
    // What opens something is stored nowhere as it is.
    const [kept] = await service.query<{ response: string | null }>(
      'select response from idempotency_keys where key = $1',
      [request.headers?.['idempotency-key']],
    )
    expect(kept?.response ?? '').not.toMatch(/sy_[0-9A-Za-z]{36}/)
  })

  it('refuses the key for another request, and does nothing', async () => {
    const request = await newRequest(route)
    await send(service, request)
    const before = await printEffects()
    const other = await send(service, { ...request, ...otherBody(request) })
    expect(other).toMatchObject({ status: 422, body: refusal(route, 'idempotency_key_reused') })
    expect(await printEffects()).toEqual(before)
  })

  it(`does one thing for ${twins} at once`, async () => {
    const single = await newRequest(route)
    const alone = await eventsOf(async () => [await send(service, single)])
    const request = await newRequest(route)
    const together = await eventsOf(() => Promise.all(Array.from({ length: twins }, () => send(service, request))))
    expect(together.events).toEqual(alone.events)
    const done = together.seen.filter((seen) => seen.status !== 409)
    expect(new Set(done.map((seen) => `${seen.status} ${seen.text}`)).size).toBe(1)
    expect(done.filter((seen) => seen.headers['idempotent-replayed'] === undefined)).toHaveLength(1)
    for (const waiting of together.seen.filter((seen) => seen.status === 409)) {
      expect(waiting.body).toMatchObject(refusal(route, 'idempotency_twin_running'))
      expect(waiting.headers['retry-after']).toBe('1')
    }
  })
})

it('a batch under a key of before records nothing that was not in the first', async () => {
  const batch = keyed.find(({ route }) => route.operationId === 'createTickets')
  if (batch === undefined) throw new Error('There is no batch.')
  const request = await newRequest(batch.route)
  await send(service, request)
  const before = await printEffects()
  const { tickets } = request.payload as { tickets: unknown[] }
  const longer = await send(service, { ...request, payload: { tickets: [...tickets, ...tickets] } })
  expect(longer).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  expect(await printEffects()).toEqual(before)
})

it('every POST that changes something takes a key, but those that answer a secret or say what is so again', () => {
  const keyless = posts.filter((route) => route.idempotency === 'none').map((route) => route.operationId)
  expect(keyless.toSorted()).toEqual(
    [
      'approveAccessRequest',
      'checkMarket',
      'checkWorkflow',
      'createIntegration',
      'createRealtimePass',
      'createToken',
      'createWebhook',
      'dryRunAutomations',
      'dryRunWorkflow',
      'endWebhookOverlap',
      'planMarket',
      'previewDue',
      'readInChat',
      'rotateCallbackSecret',
      'rotateToken',
      'rotateWebhookSecret',
      'tryRequest',
      'typeInChat',
    ].toSorted(),
  )
})

it('no call met a fault of ours', () => {
  expect(service.faults).toEqual([])
})

async function newRequest(route: Route): Promise<Request> {
  const id = newId()
  // Somebody new every time: who is a member already cannot be added.
  const someone = route.operationId === 'addMember' ? { member: id } : {}
  const things = { ...(await freshThings(route, place)), ...someone }
  const request = requestFor(route, things, { headers: usualCaller(route, place, things) })
  return { ...request, headers: { ...request.headers, 'idempotency-key': id } }
}

/** Everything but counters: a repeat may use up a number that no ticket gets. */
async function printEffects() {
  const { workspace_states: _counters, ...effects } = await printRows(service)
  return effects
}

/** The same request with other bytes: white space counts, since the key belongs to what was sent. */
function otherBody({ payload, headers }: Request): Pick<Request, 'payload' | 'headers'> {
  if (Buffer.isBuffer(payload)) {
    const form = formOf({ content: 'Something else.' })
    return { payload: form.payload, headers: { ...headers, ...form.headers } }
  }
  return { payload: `${JSON.stringify(payload ?? {})} `, headers: { ...headers, 'content-type': 'application/json' } }
}

/** What calls wrote, by the types of their events. */
async function eventsOf(work: () => Promise<Seen[]>): Promise<{ seen: Seen[]; events: string[] }> {
  const [last] = await service.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from events')
  const seen = await work()
  const made = await service.query<{ type: string }>('select type from events where seq > $1 order by seq', [last?.seq])
  return { seen, events: made.map(({ type }) => type) }
}
