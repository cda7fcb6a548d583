import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { authenticateToken, callbackSecrets } from '../modules/access/index.ts'
import { publishMarket, saveStore } from '../modules/markets/index.ts'
import { outboundPolicy } from '../modules/deliveries/index.ts'
import { saveOrder } from '../modules/orders/index.ts'
import {
  createIntegration,
  createPartner,
  getPartnerTicket,
  saveOwnSubscription,
  submitFromPartner,
  submitRequest,
  updatePartnerTicket,
} from '../modules/partners/index.ts'
import type { Context } from '../platform/context.ts'
import { decodeId, encodeId } from '../platform/ids.ts'
import { createOutboundPolicy } from '../platform/outbound/index.ts'
import { reply } from './testing/endpoint.ts'
import { openMachineWorld, until } from './testing/machine-world.ts'
import type { Desk } from './testing/router-world.ts'

const market = readFileSync(join(import.meta.dirname, '../../markets/iberia.yaml'), 'utf8')
const world = await openMachineWorld()
const policy = createOutboundPolicy({ allowCidrs: ['127.0.0.0/8'], loopbackAllowed: false })
world.installation.memory.keep(outboundPolicy, policy)
const desks: Desk[] = []
afterEach(async () => {
  for (const desk of desks.splice(0)) expect(await desk.brokenInvariants()).toEqual([])
  await world.closeEndpoints()
})
afterAll(world.close)

const minutes = 60_000
const order = {
  storeId: '2301',
  brand: 'burger-house',
  region: 'ES',
  status: 'DONE',
  serviceMode: 'DELIVERY',
  items: [],
}

/** A workspace with the Iberia market, a store, and orders of ten minutes and of two hours ago. */
async function openMarket() {
  const desk = await world.openDesk()
  desks.push(desk)
  const { context } = desk
  await publishMarket(context, { document: market })
  const place = { brand: 'burger-house', region: 'ES', timezone: 'Europe/Madrid' }
  await saveStore(context, { ...place, storeId: '2301', name: 'Madrid Sol', franchisee: 'Meseta Grill' })
  for (const [externalId, age] of [
    ['young', 10],
    ['old', 120],
  ] as const) {
    await saveOrder(context, { ...order, externalId, placedAt: context.now() - age * minutes, customerId: null })
  }
  return desk
}

/** A partner with an integration for Spain: the context its token gives. */
async function addPartner(desk: Desk, slug = 'acme') {
  const partner = await createPartner(desk.context, { slug, name: slug.toUpperCase() })
  const wanted = { partnerId: partner.id, name: null, brand: 'burger-house', region: 'ES' }
  const made = await createIntegration(desk.context, wanted)
  const { principal } = await authenticateToken(world.installation, made?.secret ?? '')
  return desk.contextOf(principal)
}

const subscribe = (partner: Context, url: string, more: object = {}) =>
  saveOwnSubscription(partner, { type: 'STORE', storeId: null, franchisee: null, url, terms: {}, ...more })
const explicit = { terms: { acceptance: 'explicit' } } as const

const request = {
  brand: 'burger-house',
  region: 'ES',
  categoryId: 'order-problem',
  subcategoryId: 'missing-item',
  comments: 'The fries are missing.',
  order: { id: 'young', placedAt: null, serviceMode: null, status: null },
  storeId: null,
  customer: { name: 'Guest', email: 'guest@example.com' },
  source: 'APP',
  language: 'en',
  externalId: null,
}
const submit = (desk: Desk, more: object = {}) =>
  submitRequest(desk.context, { ...request, ...more }, { hasKey: false })
const ofOrder = (id: string) => ({ order: { ...request.order, id } })
const stateOf = async (partner: Context, ticketId: string) =>
  (await getPartnerTicket(partner, { ticketId }))?.handoff.state

describe('a guest’s request', () => {
  it('is told to the store’s partner, signed both ways, who takes it by a 2xx', async () => {
    const desk = await openMarket()
    const endpoint = await world.startEndpoint(reply(202))
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
