import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Desk, openRouterWorld } from '../../jobs/testing/router-world.ts'
import { authenticateToken, createToken, type Permission } from '../../modules/access/index.ts'
import { grantOf } from '../../modules/access/testing/test-installation-store.ts'
import { encodeId } from '../../platform/ids.ts'
import { soon } from '../../platform/testing/soon.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { agentRoutes } from './agents.ts'
import { meRoutes } from './me.ts'
import { offerRoutes } from './offers.ts'
import { queueRoutes } from './queues.ts'
import { taskRoutes } from './tasks.ts'

const world = await openRouterWorld()
const { installation } = world
// At noon of tomorrow no figure of the day begins anew while the test runs.
const dayMs = 24 * 3_600_000
world.advance(dayMs + dayMs / 2 - (Date.now() % dayMs))
const router = world.startRouter()
const agents = agentRoutes({ checkEndpoint: () => ({ ok: true }) })
const sample = await openSampleApp({
  routes: [...meRoutes(), ...offerRoutes(), ...taskRoutes(), ...queueRoutes(), ...agents],
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
let admin: Headers
beforeAll(async () => {
  desk = await world.openDesk()
  admin = await bearer()
})

type Headers = Record<string, string>

async function call(method: 'GET' | 'POST', url: string, headers: Headers) {
  const answer = await sample.app.inject({ method, url, headers })
  return { status: answer.statusCode, body: answer.json() }
}
async function bearer(permissions: Permission[] | null = null, more: { queues?: string[] } = {}): Promise<Headers> {
  const grant = permissions === null ? { role: 'admin' as const } : { role: null, permissions }
  const { secret } = await createToken(desk.context, grantOf({ ...grant, ...more }))
  return { authorization: `Bearer ${secret}` }
}

describe('a wallboard', () => {
  it('shows a waiting task with place, wait, customer and clock, and its agent once it is offered', async () => {
    const ticketId = await desk.addTicket({ issueSummary: 'The launcher is frozen', customer: { name: 'Rui Costa' } })
    const task = encodeId('task', (await desk.taskOf(ticketId)).id)
    const list = async () => (await call('GET', '/v1/queues/frontline/tasks', admin)).body.data
    expect(await list()).toMatchObject([
      {
        id: task,
        state: 'waiting',
        agentName: null,
        position: 1,
        estimatedWait: null,
        sla: { metric: 'firstResponse', state: 'running', dueAt: expect.any(String) },
        ticket: { number: expect.any(Number), issueSummary: 'The launcher is frozen', customer: { name: 'Rui Costa' } },
      },
    ])
    expect((await call('GET', `/v1/tasks/${task}?promise=true`, admin)).body).toMatchObject({ id: task, position: 1 })
    const agentId = await desk.addAgent({ name: 'Inês Duarte' })
    await vi.waitFor(async () => {
      expect(await list()).toMatchObject([{ state: 'offered', agentName: 'Inês Duarte', position: null }])
    }, soon)
    const { body: roster } = await call('GET', '/v1/agents?include=workload', admin)
    expect(roster.data).toMatchObject([
      {
        id: encodeId('agent', agentId),
        presence: { state: 'available' },
        workload: {
          usedUnits: 0,
          reservedUnits: 10,
          tasks: 0,
          offers: 1,
          byKind: { ticket: 1 },
          queues: ['frontline'],
        },
      },
    ])
    const [offer] = await desk.offers('pending')
    await call('POST', `/v1/offers/${encodeId('offer', offer!.id)}/accept`, admin)
    const after = await call('GET', '/v1/agents?include=workload', admin)
    expect(after.body.data).toMatchObject([{ workload: { usedUnits: 10, tasks: 1, offers: 0, byKind: { ticket: 1 } } }])
    expect((await call('GET', '/v1/agents', admin)).body.data[0]).not.toHaveProperty('workload')
    const queues = (await call('GET', '/v1/queues', admin)).body.data
    const [frontline] = queues.filter((queue: { slug: string }) => queue.slug === 'frontline')
    expect(frontline).toMatchObject({ active: 1, today: { accepted: 1, since: expect.any(String) } })
  })

  it('tells what a queue does with a task that nobody takes, and when it comes to this one', async () => {
    const ticketId = await desk.addTicket({ category: 'payment_processing', language: 'pt' })
    const { enteredAt } = await desk.taskOf(ticketId)
    const { data } = (await call('GET', '/v1/queues', admin)).body
    const payments = data.find((queue: { slug: string }) => queue.slug === 'payments')
    expect(payments.steps).toMatchObject([
      { kind: 'relax', at: null, afterMs: 240_000, skills: { payments: 1 }, languages: null, ring: null },
      { kind: 'relax', at: null, afterMs: 480_000, skills: null, languages: ['en', 'es', 'pt'] },
      { kind: 'overflow', on: 'estimate', at: null, afterMs: 900_000, to: 'backend' },
      { kind: 'overflow', at: null, afterMs: 1_200_000, on: 'wait', to: 'backend', isSkippedIfNobody: true },
      { kind: 'expire', at: null, afterMs: 14 * dayMs },
    ])
    expect(payments.today.hours).toHaveLength(24)
    const ahead = async () => (await call('GET', '/v1/queues/payments/tasks', admin)).body.data[0].steps
    const instants = [
      ...[240_000, 480_000, 1_200_000, 14 * dayMs].map((ms) => new Date(enteredAt + ms).toISOString()),
      null,
    ]
    expect((await ahead()).map((step: { at: string }) => step.at)).toEqual(instants)
    world.advance(300_000)
    expect((await ahead()).map((step: { at: string }) => step.at)).toEqual(instants.slice(1))
  })

  it('of a manager limited to a queue shows nothing of another', async () => {
    const limited = await bearer(['queue:read', 'task:read', 'agents:read'], { queues: ['payments'] })
    const { body } = await call('GET', '/v1/queues', limited)
    expect(body.data.map((queue: { slug: string }) => queue.slug)).toEqual(['payments'])
    expect((await call('GET', '/v1/queues/frontline/tasks', limited)).status).toBe(404)
    expect((await call('GET', '/v1/queues/frontline/wait-accuracy', limited)).status).toBe(404)
    expect((await call('GET', '/v1/agents?include=workload', limited)).body.data).toEqual([])
    const both = await desk.addAgent({ name: 'Both', queues: ['payments', 'frontline'] })
    expect((await call('GET', '/v1/agents?include=workload', limited)).body.data).toMatchObject([
      { id: encodeId('agent', both), workload: { queues: ['payments'] } },
    ])
    const none = await bearer(['order:read'])
    for (const url of ['/v1/queues', '/v1/queues/payments/wait-accuracy', '/v1/agents?include=workload']) {
      expect((await call('GET', url, none)).status).toBe(403)
    }
  })

  it('is for everybody where it is the reasons a presence may have', async () => {
    const { body } = await call('GET', '/v1/me', await bearer(['order:read']))
    expect(body.workflow.presenceReasons).toEqual(['break', 'lunch', 'training', 'meeting', 'wrap_up'])
  })

  it('is refused a time that ends before it begins, and what is no time', async () => {
    const accuracy = (query: string) => call('GET', `/v1/queues/payments/wait-accuracy?${query}`, admin)
    expect(await accuracy('from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00Z')).toMatchObject({
      status: 200,
      body: { n: 0, excluded: 0, coverageP50: null, byBasis: [], from: '2026-01-02T00:00:00.000Z' },
    })
    for (const query of ['from=2026-01-03T00:00:00Z&to=2026-01-02T00:00:00Z', 'from=yesterday', 'until=now']) {
      const refused = await accuracy(query)
      expect([query, refused.status, refused.body.errors[0].pointer]).toEqual([
        query,
        400,
        query.slice(0, query.indexOf('=')),
      ])
    }
    expect((await call('GET', '/v1/queues/nowhere/wait-accuracy', admin)).status).toBe(404)
    expect((await call('GET', '/v1/agents?include=everything', admin)).status).toBe(400)
  })
})
