import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { callbackSecrets } from '../modules/access/index.ts'
import { addMessage } from '../modules/handling/index.ts'
import { planMarket } from '../modules/markets/index.ts'
import { saveOrder } from '../modules/orders/index.ts'
import { getPartnerTicket, listHandoffs, submitFromPartner, updatePartnerTicket } from '../modules/partners/index.ts'
import { findTicket, listMessagesOf } from '../modules/tickets/index.ts'
import type { Context } from '../platform/context.ts'
import { decodeId, encodeId } from '../platform/ids.ts'
import { reply } from './testing/endpoint.ts'
import { openMachineWorld, until } from './testing/machine-world.ts'
import * as market from './testing/partner-market.ts'
import type { Desk } from './testing/router-world.ts'

const { explicit, registered, request, stateOf, submit, subscribe } = market
const world = await openMachineWorld()
market.allowLoopback(world)
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

async function openMarket(change?: (document: string) => string) {
  const desk = await market.openMarket(world, change)
  desks.push(desk)
  return desk
}
const addPartner = (desk: Desk, slug?: string) => market.addPartner(world, desk, slug)
const ofOrder = (id: string) => ({ order: { ...request.order, id } })

describe('a guest’s request', () => {
  it('is told to the store’s partner, signed both ways, who takes it by a 2xx', async () => {
    const desk = await openMarket()
    const endpoint = await world.startEndpoint(reply(202))
    endpoint.answerAllBy(reply(202, { externalId: 'A-7' }))
    const partner = await addPartner(desk)
    await subscribe(partner, endpoint.url, { storeId: '2301' })
    const { ticket, handoff } = await submit(desk)
    expect(handoff).toMatchObject({
      outcome: 'forwarded',
      configuredType: 'STORE',
      resolvedType: 'STORE',
      reason: null,
    })
    await until(async () => expect(await desk.taskOf(ticket.id)).toMatchObject({ state: 'active' }))
    expect(await stateOf(partner, ticket.id)).toBe('accepted')
    const ofPartner = async () => (await getPartnerTicket(partner, { ticketId: ticket.id }))?.handoff.externalId
    await until(async () => expect(await ofPartner()).toBe('A-7'))
    const told = [...endpoint.offers, ...endpoint.news]
    expect(told).toHaveLength(1)
    const { text = '', headers = {} } = told[0] ?? {}
    expect(JSON.parse(text)).toMatchObject({
      eventType: 'STORE_SUPPORT_TICKET_EVENT',
      brand: 'burger-house',
      region: 'ES',
      callbackUrl: expect.stringContaining(`/v1/partner/tickets/${encodeId('ticket', ticket.id)}`),
      data: {
        id: encodeId('ticket', ticket.id),
        type: 'STORE',
        subcategoryId: 'missing-item',
        knowledgeForceIssueId: '0201',
        comments: 'The fries are missing.',
        source: 'APP',
        storeId: '2301',
        order: { id: 'young', serviceMode: 'DELIVERY', status: 'DONE' },
        customer: { name: 'Guest', email: 'guest@example.com' },
      },
    })
    const owner = { kind: 'partner', id: partner.principal.partnerId ?? '' } as const
    const [secret = ''] = await desk.context.transaction((tx) => callbackSecrets(tx, desk.context, owner))
    expect(() => new Webhook(secret).verify(text, headers as Record<string, string>)).not.toThrow()
    expect(headers['x-signature']).toBe(createHmac('sha256', secret).update(text).digest('hex'))
  })

  it('two hours late is general, and says so', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(204))
    await subscribe(partner, endpoint.url, { type: 'GENERAL' })
    const { handoff, ticket } = await submit(desk, ofOrder('old'))
    expect(handoff).toMatchObject({ outcome: 'forwarded', resolvedType: 'GENERAL', reason: 'late' })
    expect(handoff.explanation.map(({ text }) => text)[0]).toBe('late by 60 min -> GENERAL')
    expect(ticket.handoff).toMatchObject({ configuredType: 'STORE', resolvedType: 'GENERAL', partner: 'acme' })
    await until(async () => expect(await stateOf(partner, ticket.id)).toBe('accepted'))
  })

  it('without a subscriber, or of a sub-category that stays in the house, is for own queues', async () => {
    const desk = await openMarket()
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const nobody = await submit(desk)
    expect(nobody.handoff).toMatchObject({ outcome: 'no_subscriber', resolvedType: 'STORE', partnerId: null })
    await until(async () => expect((await desk.offers()).map(({ agentId }) => agentId)).toEqual([person]))
    const inside = await submit(desk, { categoryId: 'app-and-account', subcategoryId: 'account-access' })
    expect(inside.handoff).toMatchObject({ outcome: 'internal', partnerId: null })
  })

  it('without a STORE subscriber is general where its market wants that, and says so', async () => {
    const desk = await openMarket((text) => `${text}\nstoreTicketWithoutSubscriberIsGeneral: true\n`)
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(204))
    await subscribe(partner, endpoint.url, { type: 'GENERAL' })
    const { handoff, ticket } = await submit(desk)
    const became = { configuredType: 'STORE', resolvedType: 'GENERAL', reason: 'no_store_subscriber' }
    expect(handoff).toMatchObject({ outcome: 'forwarded', ...became })
    const text = 'No STORE subscription for store, franchisee, region -> GENERAL'
    expect(handoff.explanation[0]).toEqual({ code: 'no_store_subscriber', text })
    expect(ticket.handoff).toMatchObject({ ...became, partner: 'acme' })
    await until(async () => expect(await stateOf(partner, ticket.id)).toBe('accepted'))
    const told = [...endpoint.offers, ...endpoint.news].map((one) => JSON.parse(one.text ?? ''))
    expect(told).toMatchObject([{ eventType: 'GENERAL_SUPPORT_TICKET_EVENT', data: { type: 'GENERAL' } }])
    const { effect } = await planMarket(desk.context, { document: market.iberia })
    expect(effect).toMatchObject({ requests: 1, toStore: 1, toGeneral: 0 })
  })

  it('of an order that is not registered is STORE, for nobody can say that it is late', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(204))
    await subscribe(partner, endpoint.url)
    const { handoff } = await submit(desk, ofOrder('unheard-of'))
    expect(handoff).toMatchObject({ outcome: 'forwarded', resolvedType: 'STORE', reason: null })
    expect(handoff.explanation[0]?.code).toBe('order_time_unknown')
    await until(() =>
      expect(endpoint.news.map(({ text }) => JSON.parse(text).data.order)).toEqual([
        { id: 'unheard-of', placedAt: null, serviceMode: null, status: null },
      ]),
    )
  })

  it('tells its partner what is known of who asks, by their id or by their order', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(204))
    await subscribe(partner, endpoint.url)
    const customer = { id: 'u1', name: 'Rita Sol', email: 'rita@example.com' }
    await submit(desk, { customer })
    const ofU1 = {
      ...registered,
      externalId: 'of-u1',
      customerId: null,
      customerKey: 'u1',
      placedAt: desk.context.now(),
    }
    await saveOrder(desk.context, ofU1)
    const orders = [
      { customer: null, order: { ...request.order, id: 'of-u1' } },
      { customer: { id: 'u1', name: 'Rita' } },
    ]
    for (const more of [...orders, { customer: null }]) await submit(desk, more)
    await until(() => expect(endpoint.news).toHaveLength(4))
    const told = endpoint.news.map(({ text }) => JSON.stringify(JSON.parse(text).data.customer)).toSorted()
    const known = [customer, customer, { ...customer, name: 'Rita' }, null]
    expect(told).toEqual(known.map((one) => JSON.stringify(one)).toSorted())
  })

  it('names what the market does not know', async () => {
    const desk = await openMarket()
    const codeOf = (more: object) => submit(desk, more).catch((error) => error.fields[0].code)
    expect(await codeOf({ brand: 'nobody' })).toBe('unknown_market')
    expect(await codeOf({ subcategoryId: 'nothing' })).toBe('unknown_subcategory')
    expect(await codeOf({ categoryId: 'app-and-account' })).toBe('not_offered')
    expect(await world.query('select 1 from tickets where workspace_id = $1', [desk.context.workspace.id])).toEqual([])
  })
})

describe('a hand-off that asks for the partner’s word', () => {
  it('declined goes to own queues at once, and is not taken any more', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(200))
    await subscribe(partner, endpoint.url, explicit)
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const { ticket } = await submit(desk)
    const ticketId = ticket.id
    expect(await stateOf(partner, ticketId)).toBe('offered')
    await updatePartnerTicket(partner, { ticketId, status: 'declined', reason: 'Not ours', expectedVersion: null })
    const toStaff = { ticketId, after: 0, limit: 9, customerIds: null, visibilities: ['partner'] } as const
    const said = await desk.context.read((tx) => listMessagesOf(tx, desk.context.workspace.id, toStaff))
    expect(said).toMatchObject([{ body: 'Not ours', author: { kind: 'partner' } }])
    const all = { brand: null, region: null, outcome: null, type: null, storeId: null, before: null, limit: 1 }
    const ended = { state: 'declined', endCode: 'partner_declined', endNote: 'Not ours' }
    expect(await listHandoffs(desk.context, all)).toMatchObject([ended])
    await until(async () => expect((await desk.offers('pending')).map(({ agentId }) => agentId)).toEqual([person]))
    const late = updatePartnerTicket(partner, { ticketId, status: 'accepted', expectedVersion: null })
    await expect(late).rejects.toMatchObject({ code: 'offer_ended', details: { lostTo: 'declined' } })
  })

  it('that nobody answers falls back to own queues when its time is over', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(200))
    await subscribe(partner, endpoint.url, { terms: { acceptance: 'explicit', acceptWithinSeconds: 60 } })
    const person = await desk.addAgent({ queues: ['guest-care'] })
    const { ticket } = await submit(desk)
    world.pass(60_001)
    await until(async () => expect((await desk.offers('pending')).map(({ agentId }) => agentId)).toEqual([person]))
    expect(await stateOf(partner, ticket.id)).toBe('expired')
  })

  it('is taken, answered and solved by the partner, and only by it', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const other = await addPartner(desk, 'other')
    const endpoint = await world.startEndpoint(reply(200))
    await subscribe(partner, endpoint.url, explicit)
    const ticketId = (await submit(desk)).ticket.id
    const update = (who: Context, more: object) =>
      updatePartnerTicket(who, { ticketId, expectedVersion: null, ...more })
    expect(await update(other, { status: 'accepted' })).toBeNull()
    expect(await getPartnerTicket(other, { ticketId })).toBeNull()
    await expect(update(partner, { reply: 'Hello' })).rejects.toMatchObject({ code: 'conflict' })
    const taken = await update(partner, {
      status: 'accepted',
      externalId: 'A-1',
      reply: 'On its way.',
      note: 'Refunding.',
    })
    expect(taken?.handoff).toMatchObject({ state: 'accepted', externalId: 'A-1' })
    const said = taken?.messages.map(({ author, visibility, body }) => [author.kind, visibility, body])
    expect(said?.slice(1)).toEqual([
      ['partner', 'partner', 'Refunding.'],
      ['partner', 'public', 'On its way.'],
    ])
    const solved = await update(partner, { status: 'solved', resolution: 'Refunded.' })
    expect(solved?.handoff).toMatchObject({ state: 'done', ticket: { statusCategory: 'solved' } })
  })
})

describe('the partner’s own id of a ticket', () => {
  it('changes the ticket, and stands on it with why it was handed over', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(200))
    await subscribe(partner, endpoint.url, explicit)
    const ticketId = (await submit(desk)).ticket.id
    const version = (await getPartnerTicket(partner, { ticketId }))?.handoff.ticket.version ?? 0
    const name = (externalId: string, expectedVersion: number) =>
      updatePartnerTicket(partner, { ticketId, externalId, expectedVersion })
    expect((await name('A-1', version))?.handoff.ticket.version).toBe(version + 1)
    await expect(name('A-2', version)).rejects.toMatchObject({ code: 'version_mismatch' })
    expect((await name('A-1', version + 1))?.handoff.ticket.version).toBe(version + 1)
    const found = await desk.context.read((tx) => findTicket(tx, desk.context.workspace.id, ticketId))
    expect(found?.handoff).toMatchObject({
      partner: 'acme',
      externalId: 'A-1',
      explanation: [{ code: 'configured' }, { code: 'forwarded', text: expect.stringContaining('ACME') }],
    })
  })
})

describe('a subscription', () => {
  it('holds its place against another partner, and is changed by its own', async () => {
    const desk = await openMarket()
    const [one, other] = [await addPartner(desk), await addPartner(desk, 'other')]
    const { url } = await world.startEndpoint(reply(200))
    expect((await subscribe(one, url)).isNew).toBe(true)
    expect((await subscribe(one, `${url}/again`)).isNew).toBe(false)
    await expect(subscribe(other, url)).rejects.toMatchObject({ code: 'conflict' })
    expect((await subscribe(other, url, { storeId: '2301' })).isNew).toBe(true)
    const races = await Promise.allSettled(
      [one, other].map((who) => subscribe(who, url, { franchisee: 'Meseta Grill' })),
    )
    expect(races.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(subscribe(one, url, { type: 'GENERAL', storeId: '2301' })).rejects.toMatchObject({
      fields: [{ code: 'not_for_general' }],
    })
  })

  it('is not told what its own integration raised, unless it asked for that', async () => {
    const desk = await openMarket()
    const partner = await addPartner(desk)
    const endpoint = await world.startEndpoint(reply(200))
    await subscribe(partner, endpoint.url)
    const raise = () =>
      submitFromPartner(partner, { ...request, brand: null, region: null, submittedAt: null }, { hasKey: false })
    const first = await getPartnerTicket(partner, { ticketId: await raise() })
    expect(first).toMatchObject({ role: 'raiser', handoff: { outcome: 'own_submission', state: null } })
    const ticketId = first?.handoff.ticketId ?? ''
    const asked = await updatePartnerTicket(partner, { ticketId, question: 'Whose is it?', expectedVersion: null })
    expect(asked?.messages.at(-1)).toMatchObject({ body: 'Whose is it?', visibility: 'partner', isQuestion: true })
    const answer = { ticketId, body: 'Ours.', visibility: 'partner', clientId: null, asCustomer: false } as const
    await addMessage(desk.context, { ...answer, lastSeenSeq: null })
    expect((await getPartnerTicket(partner, { ticketId }))?.messages.at(-1)?.body).toBe('Ours.')
    await subscribe(partner, endpoint.url, { terms: { echoesOwn: true } })
    const second = await getPartnerTicket(partner, { ticketId: await raise() })
    expect(second).toMatchObject({ role: 'receiver', handoff: { outcome: 'forwarded' } })
    const id = encodeId('ticket', second?.handoff.ticketId ?? '')
    await until(() =>
      expect([...endpoint.offers, ...endpoint.news].map(({ text }) => JSON.parse(text).data.id)).toEqual([id]),
    )
    expect(decodeId('ticket', id)).toBe(second?.handoff.ticketId)
  })
})
