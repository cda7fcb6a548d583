import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openTestService, testPrincipal } from '../../modules/events/testing/test-workspace-store.ts'
import { publishWorkflow } from '../../modules/publishing/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { checkUrl, createOutboundPolicy } from '../../platform/outbound/index.ts'
import type { Principal } from '../../platform/principal.ts'
import { openSampleApp } from '../testing/sample-app.ts'
import { agentRoutes } from './agents.ts'

const service = await openTestService()
const workspace = await service.addWorkspace('desk')
const document = readFileSync(join(import.meta.dirname, '../../../workflows/operations-review.yaml'), 'utf8')
await publishWorkflow(service.contextOf(workspace), { document, expectedVersion: null })
const principals = new Map<string, Principal>([['admin', testPrincipal(['*'])]])
const policy = createOutboundPolicy({ allowCidrs: [], loopbackAllowed: false })
const sample = await openSampleApp({
  routes: agentRoutes({ checkEndpoint: (url) => checkUrl(policy, url) }),
  limits: { loopDelayMs: Number.POSITIVE_INFINITY },
  authenticate: {
    token: (name) => {
      const principal = principals.get(name)
      if (principal === undefined) throw new AppError('unauthenticated', 'Unknown.')
      return { workspace, principal, ratePerSecond: null }
    },
    session: () => {
      throw new AppError('unauthenticated', 'Unknown.')
    },
  },
  openContextFor: (caller, requestId) => service.installation.openContext({ ...caller, requestId }),
})
afterAll(async () => {
  await sample.close()
  await service.close()
})

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
async function call(method: Method, url: string, more: { body?: object; as?: string; headers?: object } = {}) {
  const headers = { authorization: `Bearer ${more.as ?? 'admin'}`, ...more.headers }
  const answer = await sample.app.inject({ method, url, headers, ...(more.body ? { payload: more.body } : {}) })
  return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? null : answer.json() }
}
const add = async (body: object) => (await call('POST', '/v1/agents', { body })).body as { id: string; version: number }

describe('/v1/agents', () => {
  it('gives an agent the capacity that the workflow names, unless it has its own', async () => {
    const context = service.contextOf(workspace)
    const smaller = document.replace('totalUnits: 100', 'totalUnits: 60')
    await publishWorkflow(context, { document: smaller, expectedVersion: 1 })
    expect(await add({ name: 'Ana' })).toMatchObject({ capacityUnits: 60 })
    expect(await add({ name: 'Bo', capacityUnits: 30 })).toMatchObject({ capacityUnits: 30 })
    await publishWorkflow(context, { document, expectedVersion: 2 })
    expect(await add({ name: 'Cy' })).toMatchObject({ capacityUnits: 100 })
  })

  it('creates an agent, shows it and lists it by filters', async () => {
    const body = { name: 'Ana', skills: { payments: 3 }, languages: ['pt-BR'], queues: ['payments'], rating: '4.8' }
    const made = await call('POST', '/v1/agents', { body })
    expect(made.status).toBe(201)
    expect(made.headers['location']).toBe(`/v1/agents/${made.body.id}`)
    expect(made.body).toMatchObject({
      ...body,
      kind: 'person',
      capacityUnits: 100,
      channels: null,
      presence: { state: 'offline', reason: null },
      load: { usedUnits: 0, reservedUnits: 0 },
      version: 1,
    })
    const shown = await call('GET', `/v1/agents/${made.body.id}`)
    expect(shown.body).toEqual(made.body)
    const known = { 'if-none-match': String(shown.headers['etag']) }
    expect((await call('GET', `/v1/agents/${made.body.id}`, { headers: known })).status).toBe(304)
    const found = await call('GET', '/v1/agents?skill=payments%3E%3D3&language=pt&queue=payments&kind=person')
    expect(found.body.data).toEqual([made.body])
    expect((await call('GET', '/v1/agents?skill=payments%3E%3D4')).body.data).toEqual([])
  })

  it('lists those whose rating meets an expression, and says where one is wrong', async () => {
    for (const [name, rating] of [
      ['Low', '2'],
      ['Fair', '4.50'],
      ['Top', '4.9'],
      ['New', null],
    ])
      await add({ name, rating, queues: ['security'] })
    const rated = async (expression: string) => {
      const { body } = await call('GET', `/v1/agents?queue=security&rating=${encodeURIComponent(expression)}`)
      return (body.data as { name: string }[]).map(({ name }) => name)
    }
    expect(await rated('4.5')).toEqual(['Fair'])
    expect(await rated('lt 3 || gte 4.9')).toEqual(['Top', 'Low'])
    expect(await rated('(gt 3 && lt 4.9)')).toEqual(['Fair'])
    expect(await rated('gte 5')).toEqual([])
    const wrong = await call('GET', '/v1/agents?rating=gte+good')
    expect(wrong.status).toBe(400)
    expect(wrong.body.errors).toMatchObject([{ pointer: 'rating', code: 'invalid_rating' }])
    expect(wrong.body.errors[0].message).toContain('At character 5')
  })

  it('pages', async () => {
    for (const name of ['one', 'two', 'three']) await add({ name, queues: ['risk-review'] })
    const first = await call('GET', '/v1/agents?queue=risk-review&limit=2')
    const second = await call('GET', `/v1/agents?queue=risk-review&limit=2&after=${first.body.page.next}`)
    expect([...first.body.data, ...second.body.data].map((agent) => agent.name)).toEqual(['three', 'two', 'one'])
    expect(second.body.page.next).toBeNull()
  })

  it.each([
    [{ name: '' }, '/name'],
    [{ name: 'A', kind: 'robot' }, '/kind'],
    [{ name: 'A', skills: { payments: 'much' } }, '/skills/payments'],
    [{ name: 'A', languages: [] }, '/languages'],
    [{ name: 'A', nick: 'a' }, '/nick'],
    [{ name: 'A', endpointUrl: 'https://a.example' }, '/endpointUrl'],
    [{ name: 'A', kind: 'bot', endpointUrl: 'http://10.0.0.1' }, '/endpointUrl'],
    [{ name: 'A', kind: 'bot', endpointUrl: 'https://169.254.169.254/latest' }, '/endpointUrl'],
    [{ name: 'A', kind: 'bot', endpointUrl: 'https://0x7f.1/' }, '/endpointUrl'],
    [{ name: 'A', kind: 'partner', endpointUrl: 'https://router.internal/' }, '/endpointUrl'],
    [{ name: 'A', kind: 'partner', endpointUrl: 'https://me:secret@a.example/' }, '/endpointUrl'],
    [{ name: 'A', acceptance: 'receipt' }, '/acceptance'],
    [{ name: 'A', kind: 'bot', acceptance: 'always' }, '/acceptance'],
    [{ name: 'A', shift: 'night' }, '/shift'],
    [{ name: 'A', shift: 'Not a slug' }, '/shift'],
    [{ name: 'A', unitOverrides: { fax: { units: 1 } } }, '/unitOverrides/fax'],
    [{ name: 'A', unitOverrides: { chat: { units: -1 } } }, '/unitOverrides/chat/units'],
  ])('refuses %j', async (body, pointer) => {
    const refused = await call('POST', '/v1/agents', { body })
    expect(refused.status).toBe(400)
    expect(refused.body.errors[0].pointer).toBe(pointer)
  })

  it('changes what is named, and only for who saw the present version', async () => {
    const { id } = await add({ name: 'Ana', team: 'devops' })
    const [first] = [await call('PATCH', `/v1/agents/${id}`, { body: { capacityUnits: 50 } })]
    expect(first.body).toMatchObject({ name: 'Ana', team: 'devops', capacityUnits: 50, version: 2 })
    const late = { body: { name: 'B' }, headers: { 'if-match': `"${id}.1"` } }
    expect((await call('PATCH', `/v1/agents/${id}`, late)).status).toBe(412)
    const timely = { body: { name: 'B' }, headers: { 'if-match': String(first.headers['etag']) } }
    expect((await call('PATCH', `/v1/agents/${id}`, timely)).body).toMatchObject({ name: 'B', version: 3 })
  })

  it('is 404 for what is not there, malformed or archived', async () => {
    const { id } = await add({ name: 'Gone' })
    expect((await call('DELETE', `/v1/agents/${id}`)).status).toBe(204)
    for (const gone of [id, encodeId('agent', newId()), 'agent_x', 'nobody', 'me']) {
      expect((await call('GET', `/v1/agents/${gone}`)).status).toBe(404)
      expect((await call('GET', `/v1/agents/${gone}/workload`)).status).toBe(404)
    }
  })

  it('is refused without permission', async () => {
    const { id } = await add({ name: 'Ana' })
    principals.set('nobody', testPrincipal(['ticket:read']))
    const as = 'nobody'
    expect((await call('GET', '/v1/agents', { as })).status).toBe(403)
    expect((await call('GET', `/v1/agents/${id}`, { as })).status).toBe(403)
    expect((await call('GET', `/v1/agents/${id}/workload`, { as })).status).toBe(403)
    expect((await call('POST', '/v1/agents', { as, body: { name: 'X' } })).status).toBe(403)
    expect((await call('PATCH', `/v1/agents/${id}`, { as, body: { name: 'X' } })).status).toBe(403)
    expect((await call('DELETE', `/v1/agents/${id}`, { as })).status).toBe(403)
    expect((await call('PUT', `/v1/agents/${id}/presence`, { as, body: { state: 'away' } })).status).toBe(403)
  })

  it('lets an agent say `me`, whose presence then hangs on its socket', async () => {
    const { id } = await add({ name: 'Ana' })
    const rows = await service
      .contextOf(workspace)
      .read((tx) =>
        tx.prepared<{ id: string }>({ name: 'newest', text: `select id from agents order by id desc limit 1` }, []),
      )
    principals.set('ana', testPrincipal(['offer:act'], { kind: 'member', agentId: rows[0]?.id ?? '' }))
    const set = await call('PUT', '/v1/agents/me/presence', { as: 'ana', body: { state: 'available' } })
    expect(set.body).toMatchObject({ id, presence: { state: 'available', until: null } })
    expect((await call('GET', '/v1/agents/me', { as: 'ana' })).body.id).toBe(id)
    const load = await call('GET', '/v1/agents/me/workload', { as: 'ana' })
    expect(load.body).toEqual({ usedUnits: 0, reservedUnits: 0, capacityUnits: 100, byChannel: {}, tasks: [] })
    const text = 'select presence_source as source from agent_loads order by agent_id desc limit 1'
    const [source] = await service.contextOf(workspace).read((tx) => tx.prepared({ name: 'source', text }, []))
    expect(source).toEqual({ source: 'socket' })
  })

  it('lets a desktop set anybody’s presence for a time', async () => {
    const { id } = await add({ name: 'Ana' })
    principals.set('desktop', testPrincipal(['agents:act']))
    const body = { state: 'busy', reason: 'training', ttlSeconds: 60 }
    const set = await call('PUT', `/v1/agents/${id}/presence`, { as: 'desktop', body })
    expect(set.body.presence).toMatchObject({ state: 'busy', reason: 'training' })
    expect(Date.parse(set.body.presence.until) - Date.parse(set.body.presence.since)).toBe(60_000)
    for (const wrong of [{ state: 'asleep' }, { state: 'busy', reason: 'x' }, { state: 'busy', reason: 'Free text' }])
      expect((await call('PUT', `/v1/agents/${id}/presence`, { as: 'desktop', body: wrong })).status).toBe(400)
    const unlisted = await call('PUT', `/v1/agents/${id}/presence`, { body: { state: 'busy', reason: 'gardening' } })
    expect(unlisted.body.errors).toMatchObject([{ pointer: '/reason', code: 'unknown_value' }])
    expect(unlisted.body.detail).toContain('break, lunch, training, meeting, wrap_up')
  })
})

describe('the endpoint of a machine', () => {
  it('is judged when it is changed as when it is made, and may be taken away', async () => {
    const { id } = await add({ name: 'B', kind: 'bot', endpointUrl: 'https://bot.example/offers' })
    const patch = (endpointUrl: string | null) => call('PATCH', `/v1/agents/${id}`, { body: { endpointUrl } })
    const refused = await patch('https://10.0.0.1/offers')
    expect(refused.status).toBe(400)
    expect(refused.body.errors).toMatchObject([{ pointer: '/endpointUrl', code: 'callback_refused' }])
    expect((await patch('https://bot.example/other')).body.endpointUrl).toBe('https://bot.example/other')
    expect((await patch(null)).body.endpointUrl).toBeNull()
  })
})

describe('what an agent may be told of itself', () => {
  it('is its shift, and figures of its own by kind of task', async () => {
    const unitOverrides = { chat: { units: 50, maxAtOnce: 1 }, ticket: { maxAtOnce: null } }
    const { id } = await add({ name: 'Ana', shift: 'business-hours', unitOverrides })
    const shown = await call('GET', `/v1/agents/${id}`)
    expect(shown.body).toMatchObject({ shift: 'business-hours', unitOverrides, acceptance: null })
    const changed = await call('PATCH', `/v1/agents/${id}`, { body: { shift: null } })
    expect(changed.body.shift).toBeNull()
    const wrong = await call('PATCH', `/v1/agents/${id}`, { body: { shift: 'night' } })
    expect(wrong.status).toBe(400)
    expect(wrong.body.errors).toMatchObject([{ pointer: '/shift', code: 'unknown_value' }])
  })

  it('is what a 2xx means, as usual for its kind unless it says otherwise', async () => {
    const acceptanceOf = async (body: object) => (await call('POST', '/v1/agents', { body })).body.acceptance
    expect(await acceptanceOf({ name: 'P', kind: 'partner' })).toBe('receipt')
    expect(await acceptanceOf({ name: 'B', kind: 'bot' })).toBe('explicit')
    expect(await acceptanceOf({ name: 'B', kind: 'bot', acceptance: 'receipt' })).toBe('receipt')
    expect(await acceptanceOf({ name: 'P', kind: 'partner', acceptance: 'explicit' })).toBe('explicit')
  })
})
