import { describe, expect, it } from 'vitest'
import { checkInvariants } from '../../server/modules/routing/index.ts'
import { encodeId, newId } from '../../server/platform/ids.ts'
import { exampleWorkflow } from '../api/testing/place.ts'
import { openSupportDesk } from './support-desk.ts'

const { place, call, addOrder, addAgent, setPolicy, refused } = await openSupportDesk('orders-here')

describe('a support session', () => {
  it('is opened, read, changed and closed, once, with its history', async () => {
    const order = await addOrder()
    const url = `/support/${order}`
    expect(await refused(call('GET', url))).toEqual([404, '50004'])
    const descriptor = { name: 'Late delivery', code: 'FLM02', short_desc: 'Parcel is late', images: [{ url: 'x' }] }
    const opened = await call('POST', url, { descriptor, order_id: order })
    expect([opened.status, opened.headers['location']]).toEqual([201, url])
    expect(opened.body).toMatchObject({ descriptor, order_id: order, faq: { mime_type: 'text/html' } })
    expect(opened.body.agent).toBeUndefined()
    expect((await call('GET', url)).body).toEqual(opened.body)
    expect(await refused(call('POST', url))).toEqual([409, '40001'])

    const changed = await call('PUT', url, { descriptor: { name: 'Wrong item' }, faq: { url: 'https://f.example/' } })
    expect(changed.body).toMatchObject({ descriptor: { name: 'Wrong item' }, faq: { url: 'https://f.example/' } })
    const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
    expect(ticket).toMatchObject({ issueSummary: 'Wrong item', tags: ['order-support', 'flm02'], channel: 'live-chat' })

    const closed = await call('DELETE', url)
    expect(closed.body).toEqual(changed.body)
    for (const method of ['GET', 'DELETE', 'PUT'] as const)
      expect(await refused(call(method, url, method === 'PUT' ? {} : undefined))).toEqual([404, '50004'])
    expect((await place.call('GET', `/v1/tickets/${ticket.id}`)).body.statusCategory).toBe('closed')
    const next = await call('POST', url)
    expect(next.status).toBe(201)
    expect(next.body.chat.session_id).not.toBe(closed.body.chat.session_id)
    const { body } = await place.call('GET', `/v1/events?types=support.opened,support.updated,support.closed&limit=100`)
    const told = body.data.filter(({ ticketId }: { ticketId: string }) => ticketId === ticket.id)
    expect(told.map(({ type }: { type: string }) => type)).toEqual([
      'support.opened',
      'support.updated',
      'support.closed',
    ])
  })

  it('is found by our id and the provider’s, and refuses another order’s id', async () => {
    const providerId = `DD/ ${newId()}`
    const order = await addOrder({ providerId })
    const { id } = (await place.call('GET', `/v1/orders/${order}`)).body
    const byProvider = `/support/${encodeURIComponent(providerId)}`
    expect((await call('POST', byProvider, { order_id: id })).body.order_id).toBe(order)
    for (const key of [order, id]) expect((await call('GET', `/support/${key}`)).status).toBe(200)
    const other = await call('PUT', byProvider, { order_id: await addOrder() })
    expect([other.status, other.body.code, other.body.paths]).toEqual([400, '30000', '/order_id'])
  })

  it('of an unknown order is refused with what registers it, unless the workflow lets it be made', async () => {
    const unknown = await call('POST', '/support/ORD-never')
    expect([unknown.status, unknown.body.code]).toEqual([404, '30010'])
    expect(unknown.body.message).toContain(`curl -sS -X PUT "http://127.0.0.1:8080/v1/orders/ORD-never"`)
    for (const method of ['GET', 'DELETE'] as const)
      expect(await refused(call(method, '/support/ORD-never/agent'))).toEqual([404, '30010'])
    await setPolicy('create')
    try {
      expect((await call('POST', '/support/ORD-made')).status).toBe(201)
      expect(await refused(call('POST', `/support/${encodeId('order', newId())}`))).toEqual([404, '30010'])
      expect(await refused(call('GET', '/support/ORD-never'))).toEqual([404, '30010'])
    } finally {
      await setPolicy('reject')
    }
    expect((await place.call('GET', '/v1/orders/ORD-made')).body.status).toBe('CREATED')
  })

  it('is opened once by many who ask at the same moment, and again by the same key', async () => {
    const order = await addOrder()
    const all = await Promise.all(Array.from({ length: 5 }, () => refused(call('POST', `/support/${order}`))))
    expect(all.map(String).toSorted()).toEqual(['201,', ...Array.from({ length: 4 }, () => '409,40001')])
    expect((await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data).toHaveLength(1)
    const keyed = { ...place.admin, 'idempotency-key': newId() }
    const second = await addOrder()
    const first = await call('POST', `/support/${second}`, {}, keyed)
    const again = await call('POST', `/support/${second}`, {}, keyed)
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([201, first.body, 'true'])
    const closings = await Promise.all(Array.from({ length: 3 }, () => refused(call('DELETE', `/support/${second}`))))
    expect(closings.map(String).toSorted()).toEqual(['200,', '404,50004', '404,50004'])
  })

  it('is over with its ticket, and the next one has its place', async () => {
    const order = await addOrder()
    await call('POST', `/support/${order}`)
    const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
    const agent = await addAgent()
    await call('PUT', `/support/${order}/agent`, { agent: { id: agent } })
    await place.call('PATCH', `/v1/tickets/${ticket.id}`, { type: 'service_request', category: 'user_system' })
    await place.call('POST', `/v1/tickets/${ticket.id}/transitions`, { to: 'solved', resolution: 'Sent again.' })
    expect(await refused(call('GET', `/support/${order}`))).toEqual([404, '50004'])
    expect((await call('POST', `/support/${order}`)).status).toBe(201)
  })

  it('is a call back where there is a number to call', async () => {
    const order = await addOrder()
    const opened = await call('POST', `/support/${order}`, { callback_phone: '+15555550100' })
    expect(opened.body.callback_phone).toBe('+15555550100')
    const taskOf = async (key: string) => {
      const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${key}`)).body.data
      return (await place.call('GET', `/v1/tasks/${ticket.taskId}`)).body
    }
    expect(await taskOf(order)).toMatchObject({ kind: 'callback', state: 'waiting' })
    const later = await addOrder()
    await call('POST', `/support/${later}`)
    expect(await taskOf(later)).toMatchObject({ kind: 'chat' })
    await call('PUT', `/support/${later}`, { callback_phone: '+15555550101' })
    expect(await taskOf(later)).toMatchObject({ kind: 'callback', state: 'waiting' })
    expect((await call('DELETE', `/support/${later}`)).status).toBe(200)
    expect(await taskOf(later)).toMatchObject({ state: 'cancelled' })
    const written = await addOrder()
    const { chat } = (await call('POST', `/support/${written}`)).body
    await place.call('POST', `/v1/chat/sessions/${chat.session_id}/leave`, { as: 'message' })
    expect(await taskOf(written)).toMatchObject({ kind: 'ticket' })
    await call('PUT', `/support/${written}`, { callback_phone: '+15555550102' })
    expect(await taskOf(written)).toMatchObject({ kind: 'callback', state: 'waiting' })
    expect((await call('POST', `/support/${order}x`)).body.code).toBe('30010')
  })

  it('names what is wrong with a body', async () => {
    const order = await addOrder()
    const bad = async (payload: object) => {
      const { status, body } = await call('POST', `/support/${order}`, payload)
      return [status, body.code, body.paths]
    }
    expect(await bad({ surprise: 1 })).toEqual([400, '30000', '/surprise'])
    expect(await bad({ agent: { surprise: 1 } })).toEqual([400, '30000', '/agent/surprise'])
    expect(await bad({ callback_phone: 'no' })).toEqual([400, '30000', '/callback_phone'])
    expect(await bad({ agent: { rating: 'gte good' } })).toEqual([400, '30015', '/agent/rating'])
    expect(await bad({ agent: { id: 'agt_7', rating: 'gte 4' } })).toEqual([400, '30015', '/agent/rating'])
    expect(await bad({ agent: { id: 'agt_7' } })).toEqual([400, '40006', '/agent/id'])
    expect(await bad({ agent: { person: { skills: [{ name: 'x' }] } } })).toEqual([
      400,
      '30000',
      '/agent/person/skills/0/code',
    ])
    expect(await refused(call('GET', `/support/${order}`))).toEqual([404, '50004'])
  })
})

describe('the agent of a support session', () => {
  it('is put, shown whole, and removed', async () => {
    const order = await addOrder()
    await call('POST', `/support/${order}`)
    const url = `/support/${order}/agent`
    expect(await refused(call('GET', url))).toEqual([404, '40006'])
    expect(await refused(call('DELETE', url))).toEqual([404, '40006'])
    const missing = await call('PUT', url, { descriptor: { name: 'x' } })
    expect([missing.status, missing.body.code, missing.body.paths]).toEqual([400, '30000', '/agent'])
    const id = await addAgent({ skills: { payments: 3 }, languages: ['pt'], rating: '4.6' }, false)
    const person = { image: 'https://p.example/ana.png', creds: [{ id: 'c1' }] }
    const organization = { descriptor: { name: 'Support BPO' }, city: { name: 'Porto' } }
    const put = await call('PUT', url, { agent: { id, person, organization, contact: { email: 'ana@bpo.example' } } })
    expect(put.body.agent).toEqual({
      id,
      person: {
        ...person,
        name: 'Ana Reis',
        languages: [{ code: 'pt', name: 'Portuguese' }],
        skills: [{ code: 'payments', name: 'Payments' }],
      },
      organization,
      contact: { email: 'ana@bpo.example' },
      rating: '4.6',
    })
    expect((await call('GET', url)).body).toEqual(put.body.agent)
    const removed = await call('DELETE', url)
    expect(removed.body.agent).toBeUndefined()
    expect(await refused(call('DELETE', url))).toEqual([404, '40006'])
    const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
    const task = (await place.call('GET', `/v1/tasks/${ticket.taskId}`)).body
    expect(task).toMatchObject({ state: 'waiting', agentId: null, kind: 'chat', excluded: [{ agentId: id }] })
  })

  it('may be a bot, which says so', async () => {
    const order = await addOrder()
    await call('POST', `/support/${order}`)
    const id = await addAgent({ name: 'Helper', kind: 'bot' })
    const { body } = await call('PUT', `/support/${order}/agent`, { agent: { id } })
    expect(body.agent.person.tags).toMatchObject([{ descriptor: { code: 'kind' }, list: [{ value: 'bot' }] }])
    const tags = [{ descriptor: { code: 'fleet' }, list: [] }, ...body.agent.person.tags]
    const again = await call('PUT', `/support/${order}/agent`, { agent: { id, person: { tags } } })
    expect(again.body.agent.person.tags).toEqual(tags.toReversed())
  })

  it('is the best of a search who is there and has room, else nobody', async () => {
    const german = { languages: ['de'], queues: ['guest-care'] }
    const low = await addAgent({ ...german, name: 'Uwe Low', rating: '3' })
    const top = await addAgent({ ...german, name: 'Ute Top', rating: '4.9' })
    const absent = await addAgent({ ...german, name: 'Ulf Best', rating: '5' }, false)
    const search = async (agent: object) => {
      const order = await addOrder()
      await call('POST', `/support/${order}`)
      const { status, body } = await call('PUT', `/support/${order}/agent`, { agent })
      return status === 200 ? body.agent.id : [status, body.code]
    }
    const de = { languages: [{ code: 'de' }] }
    expect(await search({ person: de })).toBe(top)
    expect(await search({ person: de, rating: 'lt 4' })).toBe(low)
    expect(await search({ person: { ...de, name: 'uwe' } })).toBe(low)
    expect(await search({ person: { ...de, name: 'ulf' } })).toEqual([409, '40006'])
    expect(await search({ person: { languages: [{ code: 'fi' }] } })).toEqual([409, '40006'])
    expect(await search({ person: { ...de, skills: [{ code: 'payments' }] } })).toEqual([409, '40006'])
    // Three chats are all that one can hold; the next goes to the other, and then to nobody.
    expect(await search({ person: de, rating: 'gt 4' })).toBe(top)
    expect(await search({ person: de, rating: 'gt 4' })).toBe(top)
    expect(await search({ person: de, rating: 'gt 4' })).toEqual([409, '40006'])
    expect(await search({ person: de })).toBe(low)
    await place.call('PUT', `/v1/agents/${absent}/presence`, { state: 'available', ttlSeconds: 600 })
    expect(await search({ person: de, rating: '5' })).toBe(absent)
  })

  it('is one of those who are put at once, and nobody holds more than there is room for', async () => {
    const languages = ['nl']
    const agents = await Promise.all(['Jan', 'Piet'].map((name) => addAgent({ name, languages, rating: '4' })))
    const orders = await Promise.all(Array.from({ length: 8 }, () => addOrder()))
    for (const order of orders) await call('POST', `/support/${order}`)
    const search = { agent: { person: { languages: [{ code: 'nl' }] } } }
    const found = await Promise.all(orders.map((order) => refused(call('PUT', `/support/${order}/agent`, search))))
    // Three chats are all that one can hold.
    expect(found.map(String).toSorted()).toEqual([...Array.from({ length: 6 }, () => '200,'), '409,40006', '409,40006'])
    for (const id of agents) expect((await place.call('GET', `/v1/agents/${id}`)).body.load.usedUnits).toBe(99)
    const [first = ''] = orders
    const named = agents.map((id) => refused(call('PUT', `/support/${first}/agent`, { agent: { id } })))
    const removed = refused(call('DELETE', `/support/${first}/agent`))
    expect((await Promise.all(named)).map(String)).toEqual(['200,', '200,'])
    expect(['200,', '404,40006']).toContain(String(await removed))
    expect(await checkInvariants(place.context)).toEqual([])
  })

  it('is asked for at the opening: a search becomes what the task asks for, a name is asked first', async () => {
    const order = await addOrder()
    const nobody = await call('POST', `/support/${order}`, { agent: { person: { languages: [{ code: 'sw' }] } } })
    expect([nobody.status, nobody.body.code]).toEqual([409, '40006'])
    expect((await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data).toEqual([])
    await addAgent({ name: 'Elsa Berg', languages: ['sv', 'en'], rating: '4.2' }, false)
    const person = { name: 'Elsa', languages: [{ code: 'sv' }, { code: 'en' }] }
    expect((await call('POST', `/support/${order}`, { agent: { person, rating: '>=4&&<5' } })).status).toBe(201)
    const [ticket] = (await place.call('GET', `/v1/tickets?q=order:${order}`)).body.data
    expect(ticket.language).toBe('sv')
    const { requirements } = (await place.call('GET', `/v1/tasks/${ticket.taskId}`)).body
    expect(requirements).toMatchObject({
      languages: ['sv'],
      search: { name: 'Elsa', rating: 'gte 4 && lt 5', languages: ['sv', 'en'] },
    })
    const id = await addAgent()
    const named = await addOrder()
    expect((await call('POST', `/support/${named}`, { agent: { id } })).status).toBe(201)
    const [kept] = await place.service.query<{ as: string; seconds: number }>(
      `select preferred_as as as, extract(epoch from preferred_until - created_at)::float8 as seconds
       from tasks order by created_at desc limit 1`,
    )
    expect(kept).toEqual({ as: 'named', seconds: 120 })
  })

  it('keeps a session for the agent it names as long as its queue says, where it says so', async () => {
    const time = (text: string) => text.replace('lastAgent: 30m', 'lastAgent: 30m\n      preferredAgent: 7m')
    await place.call('PUT', '/v1/workflow', { document: time(exampleWorkflow) })
    const [order, id] = [await addOrder(), await addAgent()]
    expect((await call('POST', `/support/${order}`, { agent: { id } })).status).toBe(201)
    const [kept] = await place.service.query<{ seconds: number }>(
      `select extract(epoch from preferred_until - created_at)::float8 as seconds from tasks order by created_at desc limit 1`,
    )
    expect(kept).toEqual({ seconds: 420 })
    await setPolicy('reject')
  })

  it('is nobody’s to set who may not assign, and a session is not seen by who may not see its ticket', async () => {
    const order = await addOrder()
    await call('POST', `/support/${order}`)
    const id = await addAgent()
    const { headers: chatting } = await place.token({ permissions: ['chat:read', 'chat:write', 'ticket:read'] })
    for (const url of [`/support/${order}/agent`, `/support/${order}`])
      expect(await refused(call('PUT', url, { agent: { id } }, chatting))).toEqual([403, '50000'])
    expect((await call('PUT', `/support/${order}`, { descriptor: { name: 'Mine' } }, chatting)).status).toBe(200)
    const { headers: elsewhere } = await place.token({ permissions: ['chat:read'], queues: ['payments'] })
    expect(await refused(call('GET', `/support/${order}`, undefined, elsewhere))).toEqual([404, '50004'])
    expect(await refused(call('GET', `/support/${order}`, undefined, {}))).toEqual([401, '50000'])
    // The customer's own page may read its session by the token it has, and nobody else's.
    const { body } = await call('GET', `/support/${order}`)
    const token = new URLSearchParams(new URL(body.chat.url).hash.slice(1)).get('token')
    const customer = { authorization: `Bearer ${token}` }
    expect((await call('GET', `/support/${order}`, undefined, customer)).body).toEqual(body)
    const other = await addOrder()
    await call('POST', `/support/${other}`)
    expect(await refused(call('GET', `/support/${other}`, undefined, customer))).toEqual([404, '50004'])
    expect(await refused(call('DELETE', `/support/${other}`, undefined, customer))).toEqual([404, '50004'])
    // Who may only read is given the way to the session, and not what speaks in its customer's name.
    const { headers: reading } = await place.token({ role: 'auditor' })
    const seen = await call('GET', `/support/${order}`, undefined, reading)
    expect(seen.body).toEqual({ ...body, chat: { ...body.chat, url: body.chat.url.split('&token=')[0] } })
    // Whoever is served says where to be called by the right to that chat alone.
    await call('PUT', `/support/${order}/agent`, { agent: { id } })
    expect((await call('PUT', `/support/${order}`, { callback_phone: '+15555550103' }, customer)).status).toBe(200)
    expect((await call('DELETE', `/support/${order}`, undefined, customer)).status).toBe(200)
  })
})
