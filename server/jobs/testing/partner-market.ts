import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { authenticateToken } from '../../modules/access/index.ts'
import { outboundPolicy } from '../../modules/deliveries/index.ts'
import { publishMarket, saveStore } from '../../modules/markets/index.ts'
import { saveOrder } from '../../modules/orders/index.ts'
import {
  createIntegration,
  createPartner,
  getPartnerTicket,
  saveOwnSubscription,
  submitRequest,
} from '../../modules/partners/index.ts'
import type { Context } from '../../platform/context.ts'
import { createOutboundPolicy } from '../../platform/outbound/index.ts'
import type { Desk, RouterWorld } from './router-world.ts'

/** The text of the market that is opened. */
export const iberia = readFileSync(join(import.meta.dirname, '../../../markets/iberia.yaml'), 'utf8')
const minutes = 60_000
/** An order of the market's store, as far as it is the same for all. */
export const registered = {
  storeId: '2301',
  brand: 'burger-house',
  region: 'ES',
  status: 'DONE',
  serviceMode: 'DELIVERY',
  items: [],
}

/** What a market is opened in. */
type World = Pick<RouterWorld, 'installation' | 'openDesk'>

/** A guest's request about an order of ten minutes ago. */
export const request = {
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

/** Terms of a subscription whose partner says itself what it takes. */
export const explicit = { terms: { acceptance: 'explicit' } } as const

/** Takes partners on the machine's own addresses for good ones. */
export function allowLoopback(world: World): void {
  const policy = createOutboundPolicy({ allowCidrs: ['127.0.0.0/8'], loopbackAllowed: false })
  world.installation.memory.keep(outboundPolicy, policy)
}

/** A workspace with the Iberia market, a store, and orders of ten minutes and of two hours ago. */
export async function openMarket(world: World, change: (document: string) => string = (text) => text) {
  const desk = await world.openDesk()
  const { context } = desk
  await publishMarket(context, { document: change(iberia) })
  const place = { brand: 'burger-house', region: 'ES', timezone: 'Europe/Madrid' }
  await saveStore(context, { ...place, storeId: '2301', name: 'Madrid Sol', franchisee: 'Meseta Grill' })
  for (const [externalId, age] of [
    ['young', 10],
    ['old', 120],
  ] as const) {
    await saveOrder(context, { ...registered, externalId, placedAt: context.now() - age * minutes, customerId: null })
  }
  return desk
}

/** A partner with an integration for Spain: the context its token gives. */
export async function addPartner(world: World, desk: Desk, slug = 'acme'): Promise<Context> {
  const partner = await createPartner(desk.context, { slug, name: slug.toUpperCase() })
  const wanted = { partnerId: partner.id, name: null, brand: 'burger-house', region: 'ES' }
  const made = await createIntegration(desk.context, wanted)
  const { principal } = await authenticateToken(world.installation, made?.secret ?? '')
  return desk.contextOf(principal)
}

export const subscribe = (partner: Context, url: string, more: object = {}) =>
  saveOwnSubscription(partner, { type: 'STORE', storeId: null, franchisee: null, url, terms: {}, ...more })

export const submit = (desk: Desk, more: object = {}) =>
  submitRequest(desk.context, { ...request, ...more }, { hasKey: false })

/** How a ticket stands with its partner. */
export const stateOf = async (partner: Context, ticketId: string) =>
  (await getPartnerTicket(partner, { ticketId }))?.handoff.state
