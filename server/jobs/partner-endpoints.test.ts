import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { callbackSecrets } from '../modules/access/index.ts'
import { addMessage } from '../modules/handling/index.ts'
import {
  getPartnerTicket,
  listOwnSubscriptions,
  testOwnSubscription,
  updatePartnerTicket,
} from '../modules/partners/index.ts'
import { findTicket, listMessagesOf } from '../modules/tickets/index.ts'
import { reply } from './testing/endpoint.ts'
import { openMachineWorld, until } from './testing/machine-world.ts'
import * as market from './testing/partner-market.ts'
import type { Desk } from './testing/router-world.ts'

const { explicit, stateOf, submit, subscribe } = market
const world = await openMachineWorld()
market.allowLoopback(world)
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

/** A market with one partner, whose endpoint answers with this status. */
async function openHandoff(status: number, terms: object = {}, change?: (document: string) => string) {
  const desk = await market.openMarket(world, change)
  desks.push(desk)
  const partner = await market.addPartner(world, desk)
  const endpoint = await world.startEndpoint(reply(status))
  endpoint.answerAllBy(reply(status))
  await subscribe(partner, endpoint.url, terms)
  return { desk, partner, endpoint }
}

const subscriptionOf = async (partner: Awaited<ReturnType<typeof openHandoff>>['partner']) =>
  (await listOwnSubscriptions(partner, { before: null, limit: 10 }))[0]
const isOffered = (desk: Desk, agentIds: string[]) =>
  until(async () => expect((await desk.offers('pending')).map(({ agentId }) => agentId)).toEqual(agentIds))

describe('an endpoint that answers 410', () => {
  it('declines what it was told and ends its subscription; what comes after is for own queues', async () => {
    const { desk, partner, endpoint } = await openHandoff(410)
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const { ticket } = await submit(desk)
    await isOffered(desk, [person])
    expect(await stateOf(partner, ticket.id)).toBe('declined')
    await until(async () =>
      expect(await subscriptionOf(partner)).toMatchObject({ status: 'disabled', disabledReason: 'gone' }),
    )
    expect((await submit(desk)).handoff).toMatchObject({ outcome: 'no_subscriber', partnerId: null })
    expect(endpoint.news).toHaveLength(1)
    await subscribe(partner, endpoint.url)
    endpoint.answerAllBy(reply(200))
    const { ticket: next } = await submit(desk)
    await until(async () => expect(await stateOf(partner, next.id)).toBe('accepted'))
  })

  it('gives its place to another partner that asks for it, and is seen as disabled', async () => {
    const { desk, partner, endpoint } = await openHandoff(410)
    const other = await market.addPartner(world, desk, 'bold')
    await expect(subscribe(other, endpoint.url)).rejects.toMatchObject({ code: 'conflict' })
    await submit(desk)
    await until(async () => expect(await subscriptionOf(partner)).toMatchObject({ status: 'disabled' }))
    await subscribe(other, endpoint.url)
    endpoint.answerAllBy(reply(200))
    const { ticket, handoff } = await submit(desk)
    expect(handoff.partnerId).toBe(other.principal.partnerId)
    await until(async () => expect(await stateOf(other, ticket.id)).toBe('accepted'))
    expect(await subscriptionOf(partner)).toMatchObject({ status: 'disabled', disabledReason: 'gone' })
    await expect(subscribe(partner, endpoint.url)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('declines also what it had not been told yet', async () => {
    const { desk, partner, endpoint } = await openHandoff(503)
    const first = await submit(desk)
    const second = await submit(desk)
    await until(() => expect(endpoint.news.length).toBeGreaterThan(1))
    endpoint.answerAllBy(reply(410))
    await until(async () => {
      await world.hasten(desk)
      expect(await stateOf(partner, first.ticket.id)).toBe('declined')
      expect(await stateOf(partner, second.ticket.id)).toBe('declined')
    })
  })
})

describe('an endpoint that answers 409', () => {
  it('declines that one ticket, is told of it once, and counts as one that works', async () => {
    const { desk, partner, endpoint } = await openHandoff(409)
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const { ticket } = await submit(desk)
    await isOffered(desk, [person])
    expect(await stateOf(partner, ticket.id)).toBe('declined')
    const own = 'select state, attempts from deliveries where ticket_id = $1 and endpoint_id is not null'
    await until(async () => expect(await world.query(own, [ticket.id])).toEqual([{ state: 'delivered', attempts: 1 }]))
    expect(await subscriptionOf(partner)).toMatchObject({ status: 'active' })
    expect(endpoint.news).toHaveLength(1)
    endpoint.answerAllBy(reply(200))
    const { ticket: next } = await submit(desk)
    await until(async () => expect(await stateOf(partner, next.id)).toBe('accepted'))
  })
})

describe('an endpoint that says why', () => {
  it('declines with its reason, which staff read once', async () => {
    const { desk, partner, endpoint } = await openHandoff(200)
    endpoint.answerAllBy(reply(200, { answer: 'decline', code: 'closed', reason: 'We are closed today.' }))
    const { ticket } = await submit(desk)
    await until(async () => expect(await stateOf(partner, ticket.id)).toBe('declined'))
    const toStaff = { ticketId: ticket.id, after: 0, limit: 9, customerIds: null, visibilities: ['partner'] } as const
    const said = await desk.context.read((tx) => listMessagesOf(tx, desk.context.workspace.id, toStaff))
    expect(said).toMatchObject([{ body: 'We are closed today.', author: { kind: 'partner' } }])
  })
})

describe('a test of an endpoint', () => {
  it('is signed as its events are, and takes nothing', async () => {
    const { desk, partner, endpoint } = await openHandoff(200)
    const { ticket } = await submit(desk, { order: null })
    const { id = '' } = (await subscriptionOf(partner)) ?? {}
    expect(await testOwnSubscription(partner, { id })).toMatchObject({ type: 'webhook.test', state: 'pending' })
    await until(() => expect(endpoint.news).toHaveLength(1))
    const { text = '', headers = {} } = endpoint.news[0] ?? {}
    expect(JSON.parse(text)).toMatchObject({ type: 'webhook.test', ticketId: null })
    const owner = { kind: 'partner', id: partner.principal.partnerId ?? '' } as const
    const [secret = ''] = await desk.context.transaction((tx) => callbackSecrets(tx, desk.context, owner))
    expect(() => new Webhook(secret).verify(text, headers as Record<string, string>)).not.toThrow()
    expect(headers['x-signature']).toBe(createHmac('sha256', secret).update(text).digest('hex'))
    expect(await stateOf(partner, ticket.id)).toBeUndefined()
  })

  it('is refused while it is disabled', async () => {
    const { desk, partner, endpoint } = await openHandoff(410)
    await submit(desk)
    await until(async () => expect(await subscriptionOf(partner)).toMatchObject({ status: 'disabled' }))
    const { id = '' } = (await subscriptionOf(partner)) ?? {}
    await expect(testOwnSubscription(partner, { id })).rejects.toMatchObject({ code: 'conflict' })
    expect(endpoint.news).toHaveLength(1)
  })
})

describe('while an endpoint fails', () => {
  it('own queues have what is handed off at once, and the partner hears of it when it is back', async () => {
    const { desk, partner, endpoint } = await openHandoff(500)
    const person = await desk.addAgent({ queues: ['guest-care'] })
    await submit(desk)
    await until(async () => {
      await world.hasten(desk)
      expect(await subscriptionOf(partner)).toMatchObject({ status: 'degraded' })
    })
    const { ticket, handoff } = await submit(desk)
    expect(handoff).toMatchObject({ outcome: 'forwarded', offerId: null })
    expect(handoff.explanation.at(-1)?.code).toBe('endpoint_failing')
    await until(async () =>
      expect((await desk.offers()).map(({ agentId, ticketId }) => [agentId, ticketId])).toContainEqual([
        person,
        ticket.id,
      ]),
    )
    const accept = updatePartnerTicket(partner, { ticketId: ticket.id, status: 'accepted', expectedVersion: null })
    await expect(accept).rejects.toMatchObject({ code: 'conflict', details: { state: 'told' } })
    endpoint.answerAllBy(reply(200))
    const workspaceIds = [desk.context.workspace.id]
    await until(async () => {
      await world.query(
        `update webhook_states set probe_at = now() - interval '1 ms' where workspace_id = $1 and probe_at is not null`,
        workspaceIds,
      )
      await world.hasten(desk)
      const own = 'select state from deliveries where ticket_id = $1 and endpoint_id is not null'
      expect(await world.query(own, [ticket.id])).toEqual([{ state: 'delivered' }])
    })
    expect(await subscriptionOf(partner)).toMatchObject({ status: 'active' })
    expect(await stateOf(partner, ticket.id)).toBe('told')
  })
})

describe('a question to the partner', () => {
  const engineering = (text: string) => text.replace('serviceLine: guest-support', 'serviceLine: platform-support')

  it('lets the ticket wait for it until it answers, and it keeps the ticket in hand', async () => {
    const { desk, partner } = await openHandoff(200, explicit, engineering)
    const ticketId = (await submit(desk)).ticket.id
    const update = (more: object) => updatePartnerTicket(partner, { ticketId, expectedVersion: null, ...more })
    await update({ status: 'accepted' })
    const statusOf = async () =>
      (await desk.context.read((tx) => findTicket(tx, desk.context.workspace.id, ticketId)))?.status
    expect(await statusOf()).toBe('assigned')
    const ask = (more: object) =>
      addMessage(desk.context, {
        ticketId,
        body: 'Which courier was it?',
        visibility: 'partner',
        clientId: null,
        asCustomer: false,
        lastSeenSeq: null,
        isQuestion: true,
        ...more,
      })
    await expect(ask({ visibility: 'public' })).rejects.toMatchObject({ fields: [{ code: 'not_partner' }] })
    expect((await ask({}))?.message).toMatchObject({ isQuestion: true })
    expect(await statusOf()).toBe('waiting_partner')
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'paused' })
    const seen = await getPartnerTicket(partner, { ticketId })
    expect(seen?.handoff.state).toBe('accepted')
    expect(seen?.messages.at(-1)).toMatchObject({ body: 'Which courier was it?', isQuestion: true })
    const answered = await update({ note: 'Courier 7.', question: 'May we refund?' })
    expect(answered?.messages.slice(-2).map(({ body, isQuestion }) => [body, isQuestion])).toEqual([
      ['Courier 7.', false],
      ['May we refund?', true],
    ])
    expect(await statusOf()).toBe('assigned')
    expect(await desk.taskOf(ticketId)).toMatchObject({ state: 'active' })
    expect(await stateOf(partner, ticketId)).toBe('accepted')
  })

  it('may be left, too: the partner gives back what waits for it', async () => {
    const { desk, partner } = await openHandoff(200, explicit)
    const ticketId = (await submit(desk)).ticket.id
    const update = (more: object) => updatePartnerTicket(partner, { ticketId, expectedVersion: null, ...more })
    await update({ status: 'accepted' })
    const waiting = await update({ status: 'waiting', reply: 'Which order?' })
    expect(waiting?.handoff).toMatchObject({ state: 'accepted', ticket: { statusCategory: 'waiting' } })
    const given = await update({ status: 'declined', reason: 'Not ours' })
    expect(given?.handoff).toMatchObject({ state: 'returned' })
  })
})
