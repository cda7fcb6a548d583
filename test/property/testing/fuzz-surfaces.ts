import fc from 'fast-check'
import type { OpenapiDocument } from '../../api/testing/conformity.ts'
import { addCertification, addMarket } from '../../api/testing/partner-things.ts'
import { type Headers, openPlace, type Place } from '../../api/testing/place.ts'
import { type RunningService, send } from '../../api/testing/running-service.ts'
import { type FuzzRequest, requestArbitrary } from './request-arbitrary.ts'
import { type FuzzFigures, runFuzz, together } from './run-fuzz.ts'

/** What partners call with their own token. */
const ofPartners = ['partner']
/** What guests' apps and those who arrange the hand-off call. */
const ofOthers = ['partners', 'support requests']
/** What shops call. */
const ofShops = ['order support', 'orders']
const orders = ['ORD-1', 'ORD-2', 'ORD-3']
/** Requests end tickets and webhooks for good, so that there must be more than the first of them ends. */
const handedTickets = 6
const ownPlaces = 12

/** After so many requests nearly everything of a place has ended, and little is still done there. */
const requestsInPlace = 5_000

/**
 * Sends requests made from the descriptions of the two surfaces that others build against: the hand-off to partners and
 * the support of orders. Half of them have something changed, and all of them meet each other on the same few things,
 * in one place after another.
 */
export async function fuzzSurfaces(
  service: RunningService,
  run: { requests: number; seed: number },
): Promise<FuzzFigures> {
  const runs: FuzzFigures[] = []
  for (let sent = 0; sent < run.requests && runs.every(({ faults }) => faults.length === 0); sent += requestsInPlace) {
    const requests = Math.min(requestsInPlace, run.requests - sent)
    const place = await openPlace(service, `surfaces-${runs.length}`)
    runs.push(await runFuzz(service, await requestsTo(place), { requests, seed: run.seed + sent }))
  }
  return together(runs, run.seed)
}

/** Requests of both surfaces that name what there is in a place. */
async function requestsTo(place: Place): Promise<fc.Arbitrary<FuzzRequest>> {
  const { document } = place.service
  const { things, partner, others: named } = await fill(place)
  const others = [{}, (await place.token({ role: 'agent' })).headers]
  const handoff = handoffWords(things, named)
  const of = (tags: readonly string[], words: typeof handoff | ReturnType<typeof orderWords>, callers: Headers[]) =>
    requestArbitrary({ document: partOf(document, tags), things, words }, [...callers, ...others])
  return fc.oneof(
    of(ofPartners, handoff, [partner, place.admin]),
    of(ofOthers, handoff, [place.admin, partner]),
    of(ofShops, orderWords(things), [place.admin, partner]),
  )
}

/** The document with the operations of these tags alone. */
function partOf(document: OpenapiDocument, tags: readonly string[]): OpenapiDocument {
  const paths = Object.entries(document.paths).flatMap(([path, methods]) => {
    const own = Object.entries(methods).filter(([, operation]) =>
      (operation as { tags?: readonly string[] }).tags?.some((tag) => tags.includes(tag)),
    )
    return own.length === 0 ? [] : [[path, Object.fromEntries(own)] as const]
  })
  return { ...document, paths: Object.fromEntries(paths) }
}

/** A market with a partner, tickets it was handed and some of which it has taken, orders, and somebody who is there. */
async function fill(place: Place) {
  await addMarket(place)
  const side = await addCertification(place)
  const partner = { authorization: `Bearer ${side['partnerToken']}` }
  const request = { brand: 'burger-house', region: 'ES', categoryId: 'order-problem', subcategoryId: 'missing-item' }
  const tickets: string[] = []
  for (let number = 0; number < handedTickets; number++) {
    const { body } = await place.call('POST', '/v1/support/requests', {
      ...request,
      comments: 'The fries are missing.',
    })
    tickets.push(body.id)
  }
  const asPartner = (method: 'PATCH' | 'PUT' | 'GET', url: string, payload?: object) =>
    send(place.service, { method, url, headers: partner, ...(payload !== undefined && { payload }) })
  for (const id of tickets.slice(handedTickets / 2))
    await asPartner('PATCH', `/v1/partner/tickets/${id}`, { status: 'accepted' })
  for (const id of orders) {
    const placedAt = new Date(Date.now() - 600_000).toISOString()
    const store = { storeId: '2301', brand: 'burger-house', region: 'ES' }
    await place.call('PUT', `/v1/orders/${id}`, { ...store, placedAt, status: 'PREPARING', customerId: 'guest-7' })
  }
  const agent = await place.call('POST', '/v1/agents', { name: 'Ana Reis', queues: ['guest-care'], rating: '4.6' })
  await place.call('PUT', `/v1/agents/${agent.body.id}/presence`, { state: 'available', ttlSeconds: 86_400 })
  const own = await asPartner('GET', '/v1/partner/webhooks')
  const hooks: string[] = []
  for (let number = 0; number < ownPlaces; number++) {
    const webhook = {
      type: 'STORE_SUPPORT_TICKET_EVENT',
      franchisee: `F-${number}`,
      url: 'https://acme.example/tickets',
    }
    hooks.push((await asPartner('PUT', '/v1/partner/webhooks', webhook)).body.id)
  }
  const told = await asPartner('GET', '/v1/partner/deliveries?limit=100')
  const deliveries = (told.body.data as { id: string }[]).map(({ id }) => id)
  const ids = { ticket: tickets[0] ?? '', agent: agent.body.id, wh: own.body.data[0].id }
  return { things: { ...side, ...ids }, partner, others: [...tickets, ...hooks, ...deliveries] }
}

/** Words of the hand-off that lead deeper than chance does; `others` are ids besides the things. */
function handoffWords(things: Readonly<Record<string, string>>, others: readonly string[]) {
  const place = {
    brand: ['burger-house'],
    region: ['ES', 'ES', 'ES', 'PT'],
    categoryId: ['order-problem', 'order-problem', 'app-and-account'],
    subcategoryId: ['missing-item', 'missing-item', 'account-access'],
  }
  return {
    ...place,
    id: [things['partner'], things['cert'], things['wh'], ...others, ...orders],
    orderId: [...orders, 'nothing'],
    storeId: ['2301', null, null, '404'],
    franchisee: [null, null, 'Meseta Grill'],
    type: ['GENERAL_SUPPORT_TICKET_EVENT', 'STORE_SUPPORT_TICKET_EVENT', 'GENERAL_SUPPORT_TICKET', 'STORE'],
    url: ['https://acme.example/tickets', 'https://acme.example/tickets', 'http://127.0.0.1/'],
    status: ['accepted', 'declined', 'waiting', 'solved'],
    state: ['running', 'pending', 'delivered', 'dead'],
    locale: ['en', 'pt-BR', 'es', 'xx'],
    language: ['en', 'pt-BR', 'es'],
    placedAt: ['2026-11-20T08:45:00.000Z', null],
  }
}

/** Words of orders and their support. */
function orderWords(things: Readonly<Record<string, string>>) {
  const agent = things['agent'] ?? ''
  const spoken = { person: { name: 'Ana', languages: [{ code: 'en' }] }, rating: 'gt 3 && lte 5' }
  const timestamp = '2026-11-20T09:00:00.000Z'
  const rated = (rating_category: string, id: string, value: string) => [{ rating_category, id, value }]
  return {
    id: [agent, agent, ...orders],
    // The address and the body of a session have to name the same.
    orderId: ['ORD-1', 'ORD-1', ...orders, 'nothing'],
    order_id: ['ORD-1', 'ORD-1', ...orders],
    descriptor: [{ name: 'Late', code: 'FLM02', short_desc: 'Parcel is late' }],
    callback_phone: ['+34910000001'],
    chat: [{}, {}, { session_id: 'x' }],
    faq: [{ url: 'https://shop.example/help.html' }],
    agent: [{ id: agent }, { id: agent }, spoken, { rating: '5' }],
    ratings: [rated('Order', 'ORD-1', '4.5'), rated('Agent', agent, '5'), rated('Support', 'ORD-2', '1')],
    transaction_id: ['t-1'],
    message_id: ['m-1', 'm-2', 'm-3'],
    timestamp: [timestamp],
    bap_uri: ['https://bap.example/beckn', 'https://bap.example/beckn', 'http://10.0.0.1/'],
    support: orders.map((order_id) => ({ order_id, descriptor: { name: 'Late' } })),
    placedAt: [timestamp, null],
    customerId: ['guest-7'],
    storeId: ['2301', null],
  }
}
