import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openRouterWorld, type Desk } from '../../jobs/testing/router-world.ts'
import { authenticateToken, createToken, type Permission } from '../../modules/access/index.ts'
import { grantOf } from '../../modules/access/testing/test-installation-store.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { soon } from '../../platform/testing/soon.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { decisionRoutes } from './decisions.ts'
import { offerRoutes } from './offers.ts'
import { queueRoutes } from './queues.ts'
import { taskRoutes } from './tasks.ts'
import { ticketHistoryRoutes } from './ticket-history.ts'

const world = await openRouterWorld()
const { installation } = world
const router = world.startRouter()
const routes = [...offerRoutes(), ...taskRoutes(), ...queueRoutes(), ...decisionRoutes(), ...ticketHistoryRoutes()]
const sample = await openSampleApp({
  routes,
  authenticate: {
    token: (text) => authenticateToken(installation, text),
    session: () => {
      throw new Error('No sessions here.')
    },
  },
  openContextFor: ({ workspace, principal }, requestId) =>
    installation.openContext({ workspace, principal, requestId }),
})
afterAll(async () => {
  await sample.close()
  await router.stop(1_000)
  await world.close()
})

let desk: Desk
beforeAll(async () => {
  desk = await world.openDesk()
})
afterEach(async () => expect(await desk.brokenInvariants()).toEqual([]))

type Headers = Record<string, string>

async function call(method: 'GET' | 'POST', url: string, headers: Headers, body?: object) {
  const answer = await sample.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
}
const tagOf = async (url: string, headers: Headers) =>
  (await sample.app.inject({ method: 'GET', url, headers: { ...headers, 'if-none-match': '*' } })).headers.etag
async function bearer(permissions: Permission[] | null = null, more: { queues?: string[] } = {}): Promise<Headers> {
  const grant = permissions === null ? { role: 'admin' as const } : { role: null, permissions }
  const { secret } = await createToken(desk.context, grantOf({ ...grant, ...more }))
  return { authorization: `Bearer ${secret}` }
}
const offerOf = (agentId: string, headers: Headers) =>
  vi.waitFor(async () => {
    const { body } = await call('GET', `/v1/offers?agent=${encodeId('agent', agentId)}&state=pending`, headers)
    expect(body.data).toHaveLength(1)
    return body.data[0]
  }, soon)

describe('a desktop that drives agents by API', () => {
  it('finds an offer, accepts it twice with one effect, and completes the task', async () => {
    const desktop = await bearer(['agents:act'])
    const admin = await bearer()
    const agentId = await desk.addAgent({ name: 'Ana' })
    const ticketId = await desk.addTicket({ issueSummary: 'The launcher is frozen', customer: { name: 'Rui' } })
    const offer = await offerOf(agentId, desktop)
    expect(offer).toMatchObject({
      state: 'pending',
      ticketId: encodeId('ticket', ticketId),
      queue: 'frontline',
      channel: 'email',
      version: 1,
      endedAt: null,
      ticket: { issueSummary: 'The launcher is frozen', language: 'en', customer: { name: 'Rui' } },
    })
    expect(offer.reasons.map((reason: { code: string }) => reason.code)).toEqual(['requirements_met', 'ranking'])
    const first = await call('POST', `/v1/offers/${offer.id}/accept`, desktop)
    expect(first).toMatchObject({ status: 200, body: { id: offer.id, state: 'accepted', version: 2 } })
    expect(await call('POST', `/v1/offers/${offer.id}/accept`, desktop, {})).toEqual(first)
    const late = await call('POST', `/v1/offers/${offer.id}/decline`, desktop, { reason: 'Too late' })
    expect(late).toMatchObject({ status: 409, body: { code: 'offer_ended', lostTo: 'accepted' } })
    const task = await call('GET', `/v1/tasks/${offer.taskId}`, admin)
    expect(task.body).toMatchObject({ state: 'active', agentId: offer.agentId, offer: null })
    expect(await tagOf(`/v1/offers/${offer.id}`, desktop)).toBe(`"${offer.id}.2"`)
    expect(await tagOf(`/v1/tasks/${offer.taskId}`, admin)).toBe(`"${offer.taskId}.${task.body.version}"`)
    for (const [verb, state] of [
      ['pause', 'paused'],
      ['resume', 'active'],
      ['complete', 'done'],
    ]) {
      expect(await call('POST', `/v1/tasks/${offer.taskId}/${verb}`, admin)).toMatchObject({
        status: 200,
        body: { state },
      })
    }
    expect((await call('POST', `/v1/tasks/${offer.taskId}/complete`, admin)).status).toBe(409)
    await desk.setPresence(agentId, 'away')
  })

  it('declines with a reason and a code', async () => {
    const desktop = await bearer(['agents:act'])
    const agentId = await desk.addAgent()
    await desk.addTicket()
    const offer = await offerOf(agentId, desktop)
    const body = { reason: 'On my way out', code: 'leaving' }
    const declined = await call('POST', `/v1/offers/${offer.id}/decline`, desktop, body)
    const end = { state: 'declined', endCode: 'leaving', endNote: 'On my way out' }
    expect(declined).toMatchObject({ status: 200, body: end })
    const history = await call('GET', `/v1/offers?task=${offer.taskId}`, desktop)
    expect(history.body.data).toMatchObject([{ id: offer.id, ...end }])
    const another = encodeId('task', newId())
    expect((await call('GET', `/v1/offers?task=${another}`, desktop)).body.data).toEqual([])
    const noteFor = async (headers: Headers) => {
      const { body: page } = await call('GET', `/v1/tickets/${offer.ticketId}/timeline`, headers)
      return page.data.find(({ type }: { type: string }) => type === 'offer.declined').data.note
    }
    expect(await noteFor(await bearer(['ticket:read', 'offer:read']))).toBe('On my way out')
    expect(await noteFor(await bearer(['ticket:read']))).toBeUndefined()
    expect((await call('POST', `/v1/offers/${offer.id}/decline`, desktop)).body.state).toBe('declined')
    const admin = await bearer()
    expect((await call('GET', `/v1/tasks/${offer.taskId}`, admin)).body).toMatchObject({
      state: 'waiting',
      excluded: [{ agentId: offer.agentId }],
    })
    expect(await call('POST', `/v1/tasks/${offer.taskId}/cancel`, admin, {})).toMatchObject({
      status: 200,
      body: { state: 'cancelled' },
    })
    await desk.setPresence(agentId, 'away')
  })

  it('may not act for agents without the permission, nor outside its queues', async () => {
    const admin = await bearer()
    const agentId = await desk.addAgent()
    await desk.addTicket()
    const offer = await offerOf(agentId, admin)
    const absent = encodeId('offer', newId())
    const answer = async (headers: Headers, id: string) => {
      const accepted = await call('POST', `/v1/offers/${id}/accept`, headers)
      const declined = await call('POST', `/v1/offers/${id}/decline`, headers)
      return [accepted.status, declined.status]
    }
    const outside = await bearer(['agents:act'], { queues: ['payments'] })
    expect((await call('GET', '/v1/offers', outside)).body.data).toEqual([])
    expect((await call('GET', `/v1/offers/${offer.id}`, outside)).status).toBe(404)
    expect(await answer(outside, offer.id)).toEqual([404, 404])
    const reader = await bearer(['offer:read'])
    expect((await call('GET', `/v1/offers/${offer.id}`, reader)).status).toBe(200)
    expect(await answer(reader, offer.id)).toEqual([403, 403])
    const stranger = await bearer(['offer:act'])
    expect((await call('GET', '/v1/offers', stranger)).status).toBe(403)
    expect(await answer(stranger, offer.id)).toEqual([403, 403])
    expect(await answer(stranger, absent)).toEqual([403, 403])
    expect((await call('GET', '/v1/offers?agent=me', admin)).status).toBe(404)
    await desk.setPresence(agentId, 'away')
  })
})

describe('what the router did', () => {
  it('is told by its decisions, and what it did not do by why-not', async () => {
    const admin = await bearer()
    const unskilled = await desk.addAgent({ queues: ['payments'], languages: ['pt'] })
    const agentId = await desk.addAgent({ queues: ['payments'], skills: { payments: 3 } })
    await desk.addTicket({ category: 'payment_processing', channel: 'email' })
    const offer = await offerOf(agentId, admin)
    const decision = await call('GET', `/v1/decisions/${offer.decisionId}`, admin)
    expect(decision.body).toMatchObject({
      outcome: 'offered',
      taskId: offer.taskId,
      agentId: offer.agentId,
      rules: ['payments'],
      ranking: 'best-match',
      workflowVersion: 1,
      termsVersion: 1,
    })
    expect(decision.body.best[0].agentId).toBe(offer.agentId)
    const all = await call('GET', `/v1/tasks/${offer.taskId}/decisions`, admin)
    expect(all.body).toEqual({ data: [decision.body], page: { next: null } })
    const ask = async (id: string) => (await call('GET', `/v1/tasks/${offer.taskId}/why-not?agent=${id}`, admin)).body
    const why = await ask(encodeId('agent', unskilled))
    expect(why).toMatchObject({
      eligible: false,
      reasons: [{ code: 'skill_missing' }, { code: 'language_missing' }],
      asOf: { sequence: expect.any(Number) },
    })
    const then = await ask(`${encodeId('agent', unskilled)}&decision=${offer.decisionId}`)
    expect(then).toMatchObject({ eligible: false, agentChangedSince: false, reasons: why.reasons })
    const refused = async (decision: string) => {
      const url = `/v1/tasks/${offer.taskId}/why-not?agent=${offer.agentId}&decision=${decision}`
      return (await call('GET', url, admin)).status
    }
    expect([await refused(encodeId('decision', newId())), await refused('the-last-one')]).toEqual([404, 400])
    const reserved = await ask(offer.agentId)
    expect(reserved.reasons).toMatchObject([{ code: 'reserved_elsewhere' }])
    const offChannel = await desk.addAgent({ queues: ['payments'], skills: { payments: 3 }, channels: ['voice'] })
    expect((await ask(encodeId('agent', offChannel))).reasons).toEqual([
      { code: 'no_permission', text: 'Takes no work of the channel email' },
    ])
    expect(
      (await call('GET', `/v1/tasks/${offer.taskId}/why-not?agent=${encodeId('agent', newId())}`, admin)).status,
    ).toBe(404)
  })

  it('shows in the figures and lists of the queues', async () => {
    const admin = await bearer()
    const before = (await call('GET', '/v1/queues', admin)).body.data
    const figuresOf = (list: { slug: string }[]) => list.find((queue) => queue.slug === 'security')
    expect(figuresOf(before)).toMatchObject({ label: 'Security', waiting: 0, longestWaitMs: 0, agents: { offline: 0 } })
    await desk.addTicket({ category: 'security_event', language: 'es' })
    await desk.addTicket({ category: 'security_event', language: 'es' })
    const agentId = await desk.addAgent({ queues: ['security'] })
    await desk.setPresence(agentId, 'busy')
    world.advance(5_000)
    const after = figuresOf((await call('GET', '/v1/queues', admin)).body.data) as Record<string, unknown>
    expect(after).toMatchObject({
      waiting: 2,
      offered: 0,
      active: 0,
      agents: { available: 0, busy: 1, away: 0, offline: 0 },
    })
    expect(after['longestWaitMs']).toBeGreaterThanOrEqual(5_000)
    const first = await call('GET', '/v1/queues/security/tasks?limit=1', admin)
    expect(first.body.data).toHaveLength(1)
    const second = await call('GET', `/v1/queues/security/tasks?limit=1&after=${first.body.page.next}`, admin)
    expect(second.body).toMatchObject({ data: [{ queue: 'security', state: 'waiting' }], page: { next: null } })
    expect(second.body.data[0].id).not.toBe(first.body.data[0].id)
    const scoped = await bearer(['queue:read', 'task:read'], { queues: ['payments'] })
    expect((await call('GET', '/v1/queues', scoped)).body.data.map((queue: { slug: string }) => queue.slug)).toEqual([
      'payments',
    ])
    expect((await call('GET', '/v1/queues/security/tasks', scoped)).status).toBe(404)
    expect((await call('GET', '/v1/queues/nonsense/tasks', admin)).status).toBe(404)
  })
})

describe('every route', () => {
  it('refuses who does not sign in, who has not the permission, and ids that are not there', async () => {
    const admin = await bearer()
    const nothing = await bearer(['sla:read'])
    for (const route of routes) {
      const params = route.example.params ?? {}
      let url = route.url
      for (const [name, value] of Object.entries(params)) url = url.replace(`:${name}`, value)
      if (route.operationId === 'explainWhyNot') url += '?agent=agent_01jqzv5k3mf8tbn2c4d6e7g9ha'
      const method = route.method as 'GET' | 'POST'
      const body = route.body === undefined ? undefined : (route.example.body as object)
      expect([url, (await call(method, url, {}, body)).status]).toEqual([url, 401])
      expect([url, (await call(method, url, nothing, body)).status]).toEqual([url, 403])
      if (!('id' in params)) continue
      expect([url, (await call(method, url, admin, body)).status]).toEqual([url, 404])
      const malformed = url.replace(params['id'] ?? '', 'nonsense')
      expect([url, (await call(method, malformed, admin, body)).status]).toEqual([url, 404])
    }
  })
})
