import { describe, expect, it } from 'vitest'
import { decodeId, newId } from '../../server/platform/ids.ts'
import { openOwnService } from './testing/own-service.ts'
import { exampleWorkflow, type Headers, openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'partners')

const ask = (headers: Headers, method: 'GET' | 'POST', url: string, payload?: object) =>
  send(service, { method, url, headers, ...(payload !== undefined && { payload }) })
const request = (more: object = {}) => ({
  customerId: 'shared-customer',
  channel: 'api',
  issueSummary: 'The launcher is frozen',
  language: 'en',
  ...more,
})

describe.each([
  ['a token of a partner that is nowhere else', async () => (await place.token({ role: 'partner' })).headers],
  ['a person with the role partner', async () => (await place.person('partner')).headers],
])('%s', (_name, open) => {
  it('sees what it raised and nothing else of the workspace', async () => {
    const headers = await open()
    const foreign = await place.addTicket()
    const made = await ask(headers, 'POST', '/v1/tickets', request())
    expect(made.status).toBe(201)
    const list = await ask(headers, 'GET', '/v1/tickets')
    expect(list.body.data.map((ticket: { id: string }) => ticket.id)).toEqual([made.body.id])
    for (const path of ['', '/messages', '/timeline', '/sla']) {
      const answer = await ask(headers, 'GET', `/v1/tickets/${foreign['ticket']}${path}`)
      expect(answer.status, path).toBe(404)
    }
  })

  it('never reads what staff say among themselves', async () => {
    const headers = await open()
    const made = await ask(headers, 'POST', '/v1/tickets', request())
    const say = (visibility: string, body: string) =>
      place.call('POST', `/v1/tickets/${made.body.id}/messages`, { visibility, body })
    await say('internal', 'Between us only')
    await say('public', 'We are looking into it')
    for (const path of ['messages', 'timeline']) {
      const { text } = await ask(headers, 'GET', `/v1/tickets/${made.body.id}/${path}`)
      expect(text).toContain('We are looking into it')
      expect(text).not.toContain('Between us only')
    }
  })

  it('is not told the name of a customer by naming them', async () => {
    const headers = await open()
    const callbackUrl = 'https://partner.example/told'
    const known = { customerId: `known-${newId()}`, customer: { name: 'Rui Costa' } }
    await place.call('POST', '/v1/tickets', request(known))
    const { customerId } = known
    const made = await ask(headers, 'POST', '/v1/tickets', request({ customerId, message: 'Help', callbackUrl }))
    expect(made).toMatchObject({ status: 201, body: { customer: { externalId: customerId, name: null } } })
    const ticket = `/v1/tickets/${made.body.id}`
    const said = await ask(headers, 'POST', `${ticket}/messages`, {
      visibility: 'public',
      body: 'Hello?',
      as: 'customer',
    })
    expect(said.status).toBe(201)
    const chat = await ask(headers, 'POST', '/v1/chat/sessions', request({ customerId, channel: 'live-chat' }))
    expect(chat.status).toBe(201)
    const again = [ticket, `${ticket}/messages`, `${ticket}/timeline`, '/v1/tickets', '/v1/chat/sessions']
    const answers = [made, said, chat, ...(await Promise.all(again.map((path) => ask(headers, 'GET', path))))]
    for (const { text } of answers) expect(text).not.toContain('Rui Costa')
    const told = await place.call('GET', `${ticket}/deliveries`)
    expect(told.body.data.length).toBeGreaterThan(0)
    for (const { id } of told.body.data)
      expect((await place.call('GET', `/v1/deliveries/${id}`)).text).not.toContain('Rui Costa')
    expect((await place.call('GET', ticket)).text).toContain('Rui Costa')
  })

  it('is told no other id of a customer than the one by which it names them', async () => {
    const headers = await open()
    const [own, theirs, later] = ['own', 'theirs', 'later'].map((name) => `${name}-${newId()}`) as [
      string,
      string,
      string,
    ]
    const { body: first } = await place.call('POST', '/v1/tickets', request({ customerId: theirs }))
    const { id } = first.customer
    await place.call('PATCH', `/v1/customers/${id}`, { externalIds: [theirs, own] })
    for (const [customerId, externalId] of [
      [own, own],
      [id, null],
    ] as const) {
      const made = await ask(headers, 'POST', '/v1/tickets', request({ customerId }))
      const live = { customerId, channel: 'live-chat' }
      const chat = await ask(headers, 'POST', '/v1/chat/sessions', request(live))
      await place.call('PATCH', `/v1/customers/${id}`, { externalIds: [later, theirs, own] })
      const seen = [
        await ask(headers, 'GET', `/v1/tickets/${made.body.id}`),
        await ask(headers, 'GET', `/v1/chat/sessions/${chat.body.id}`),
      ]
      for (const { body } of [made, chat, ...seen]) expect(body.customer).toEqual({ id, externalId, name: null })
      const lists = ['/v1/tickets', '/v1/chat/sessions'].map((path) => ask(headers, 'GET', path))
      for (const { text } of await Promise.all(lists)) expect(text).not.toMatch(new RegExp(`${theirs}|${later}`))
    }
  })

  it('does not change what others know of a customer', async () => {
    const headers = await open()
    const known = { name: 'Rui Costa', email: 'rui@example.com' }
    const first = await place.call('POST', '/v1/tickets', request({ customerId: 'known-1', customer: known }))
    const told = await ask(headers, 'POST', '/v1/tickets', request({ customerId: 'known-1', customer: { name: 'X' } }))
    expect(told.status).toBe(201)
    const customer = await place.call('GET', `/v1/customers/${first.body.customer.id}`)
    expect(customer.body.name).toBe('Rui Costa')
  })
})

describe('a token of a partner that may do more than its role', () => {
  it('reads no name in what a macro or a redaction answers', async () => {
    const { body: partner } = await place.call('POST', '/v1/partners', { slug: 'told-no-name', name: 'Partner' })
    const { headers } = await place.token({
      permissions: ['ticket:read', 'ticket:write', 'message:read', 'message:write', 'message:redact', 'workflow:read'],
      partnerId: decodeId('partner', partner.id),
    })
    const customerId = `known-${newId()}`
    await place.call('POST', '/v1/tickets', request({ customerId, customer: { name: 'Rui Costa' } }))
    const document = exampleWorkflow.replace(
      /en: This is fixed\..*/,
      'en: "{{customer.name | Dear guest}}: this is fixed."',
    )
    await place.call('PUT', '/v1/workflow', { document })
    const made = await ask(headers, 'POST', '/v1/tickets', request({ customerId, message: 'My card is 4111' }))
    const used = await ask(headers, 'POST', `/v1/tickets/${made.body.id}/macros/fixed`, {})
    expect(used).toMatchObject({ status: 200, body: { text: 'Dear guest: this is fixed.' } })
    const said = await ask(headers, 'GET', `/v1/tickets/${made.body.id}/messages`)
    const url = `/v1/messages/${said.body.data[0].id}/redact`
    const redacted = await ask(headers, 'POST', url, { reason: 'payment_data' })
    expect(redacted).toMatchObject({ status: 200, body: { author: { kind: 'customer', name: null } } })
    for (const { text } of [used, said, redacted]) expect(text).not.toContain('Rui')
  })
})
