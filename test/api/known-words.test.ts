import { describe, expect, it } from 'vitest'
import { openOwnService } from './testing/own-service.ts'
import { openPlace } from './testing/place.ts'
import { send } from './testing/running-service.ts'

const { service } = await openOwnService()
const place = await openPlace(service, 'words')
const post = (url: string, payload: object) => send(service, { method: 'POST', url, headers: place.admin, payload })

describe('a word that the workflow does not have', () => {
  it.each([
    ['/v1/tokens', { name: 'CRM', role: 'agent', queues: ['payments', 'nope'] }, '/queues/1', 'unknown_queue'],
    ['/v1/tokens', { name: 'CRM', role: 'agent', channels: ['fax'] }, '/channels/0', 'unknown_channel'],
    ['/v1/agents', { name: 'Ana', queues: ['nope'] }, '/queues/0', 'unknown_queue'],
    ['/v1/agents', { name: 'Ana', channels: ['fax'] }, '/channels/0', 'unknown_channel'],
    ['/v1/agents', { name: 'Ana', skills: { payments: 3, juggling: 1 } }, '/skills/juggling', 'unknown_skill'],
  ])('is refused by POST %s %j, which names it and those there are', async (url, payload, pointer, code) => {
    const seen = await post(url, payload)
    expect(seen).toMatchObject({ status: 400, body: { errors: [{ pointer, code }] } })
    expect(seen.body.errors[0].message).toMatch(/there is: .*payments|there is: .*live-chat/)
  })

  it('is refused when an agent is changed, which stays as it was', async () => {
    const agent = await place.call('POST', '/v1/agents', { name: 'Ana', queues: ['payments'] })
    const url = `/v1/agents/${agent.body.id}`
    const seen = await send(service, { method: 'PATCH', url, headers: place.admin, payload: { queues: ['nope'] } })
    expect(seen).toMatchObject({ status: 400, body: { errors: [{ pointer: '/queues/0', code: 'unknown_queue' }] } })
    expect((await place.call('GET', url)).body.queues).toEqual(['payments'])
  })
})

it('the words a ticket may name are listed, each field with the kind of its value', async () => {
  const { body } = await place.call('GET', '/v1/catalogue')
  const issue = body.types.find(({ slug }: { slug: string }) => slug === 'integration_issue')
  expect(issue).toMatchObject({ priority: 'normal' })
  expect(issue.fields).toContainEqual({
    name: 'statusCode',
    label: 'Status code',
    type: 'number',
    choices: [],
    required: false,
    requiredFor: [],
  })
  const ticket = await place.addTicket({ type: 'integration_issue', category: body.categories[0].slug })
  expect((await place.call('GET', `/v1/tickets/${ticket['ticket']}`)).status).toBe(200)
  expect(body.channels.map(({ slug }: { slug: string }) => slug)).toContain('email')
})

describe('a ticket that says nothing or something that cannot be', () => {
  const ticket = { customerId: 'c-1', channel: 'email', issueSummary: 'No sign-in' }
  it.each([
    ['no summary', { issueSummary: undefined }, '/issueSummary'],
    ['a blank summary', { issueSummary: ' \n ' }, '/issueSummary'],
    ['a language that is none', { language: 'not a lang' }, '/language'],
    ['a field of another type', { type: 'integration_issue', fields: { statusCode: 'abc' } }, '/fields/statusCode'],
    ['a zone that is nowhere', { customer: { timezone: 'Mars/Phobos' } }, '/customer/timezone'],
  ])('is refused: %s', async (_name, change, pointer) => {
    const seen = await post('/v1/tickets', { ...ticket, ...change })
    expect([seen.status, seen.body.errors?.[0]?.pointer]).toEqual([400, pointer])
  })

  it('is refused when it is changed, too', async () => {
    const made = await place.addTicket({ type: 'integration_issue' })
    const patch = (url: string, payload: object) =>
      send(service, { method: 'PATCH', url, headers: place.admin, payload })
    for (const [payload, pointer] of [
      [{ issueSummary: '' }, '/issueSummary'],
      [{ language: 'not a lang' }, '/language'],
      [{ fields: { statusCode: 'abc' } }, '/fields/statusCode'],
    ] as const) {
      const seen = await patch(`/v1/tickets/${made['ticket']}`, payload)
      expect([seen.status, seen.body.errors[0].pointer]).toEqual([400, pointer])
    }
    for (const [payload, pointer] of [
      [{ email: 'not an email' }, '/email'],
      [{ phone: 'zzz' }, '/phone'],
      [{ phone: '---' }, '/phone'],
      [{ timezone: 'Mars/Phobos' }, '/timezone'],
    ] as const) {
      const seen = await patch(`/v1/customers/${made['cust']}`, payload)
      expect([seen.status, seen.body.errors[0].pointer]).toEqual([400, pointer])
    }
  })
})

it('and with them whether customers are sent replies by mail', async () => {
  expect((await place.call('GET', '/v1/catalogue')).body.mailReplies).toBe(true)
  const { document } = (await place.call('GET', '/v1/workflow')).body
  await place.call('PUT', '/v1/workflow', { document: `${document}\nmail:\n  replies: false\n` })
  expect((await place.call('GET', '/v1/catalogue')).body.mailReplies).toBe(false)
})
