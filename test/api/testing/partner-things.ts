import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { newId } from '../../../server/platform/ids.ts'
import type { Place, Things } from './place.ts'
import { send } from './running-service.ts'

/** The market of the example workspace. */
export const exampleMarket = readFileSync(new URL('../../../markets/iberia.yaml', import.meta.url), 'utf8')

const place2301 = { name: 'Madrid Sol', brand: 'burger-house', region: 'ES', timezone: 'Europe/Madrid' }

/** Puts the example market in force, with a store of it. */
export async function addMarket(place: Place): Promise<void> {
  await place.call('PUT', '/v1/markets/iberia', { document: exampleMarket })
  await place.call('PUT', '/v1/stores/2301', place2301)
}

/** One more version of the example market. */
export async function addMarketVersion(place: Place): Promise<Things> {
  await place.call('PUT', '/v1/markets/iberia', { document: `${exampleMarket}\n# ${newId()}\n` })
  return {}
}

/** What somebody writes of the example market. */
export async function addMarketDraft(place: Place): Promise<Things> {
  await place.call('PUT', '/v1/market-drafts/iberia', { document: `slug: iberia # ${newId()}\n` })
  return {}
}

/** A partner without integrations. */
export async function addPartner(place: Place): Promise<Things> {
  const made = await place.call('POST', '/v1/partners', { slug: `p-${newId()}`, name: `Partner ${place.mark}` })
  return { partner: made.body.id }
}

/** A subscription of a place that nobody else has. */
export async function addSubscription(place: Place): Promise<Things> {
  const { partner } = await addPartner(place)
  const made = await place.call('PUT', '/v1/subscriptions', {
    partnerId: partner,
    brand: 'burger-house',
    region: 'ES',
    type: 'STORE_SUPPORT_TICKET_EVENT',
    franchisee: `F-${newId()}`,
    url: 'https://acme.example/tickets',
  })
  return { wh: made.body.id }
}

/** The same, in a workspace for rehearsal, with a certification that runs. */
export async function addCertification(place: Place): Promise<Things> {
  const side = await addCertifiable(place)
  const headers = { authorization: `Bearer ${side['partnerToken']}` }
  const payload = { type: 'GENERAL_SUPPORT_TICKET_EVENT' }
  const made = await send(place.service, { method: 'POST', url: '/v1/partner/certification', headers, payload })
  return { ...side, cert: made.body.id }
}

/** A partner's side in a workspace for rehearsal. */
export async function addCertifiable(place: Place): Promise<Things> {
  await addRehearsal(place)
  return addPartnerSide(place)
}

/** Makes the place one for rehearsal, and waits until nobody takes it for another. */
export async function addRehearsal(place: Place): Promise<Things> {
  await place.service.query(`update workspaces set purpose = 'review' where id = $1`, [place.workspace.id])
  while (!(await place.call('GET', '/v1/workspace/clock')).body.adjustable) await pause(50)
  return {}
}

/** A partner's token with what its examples name: a ticket it raised, its place, and a delivery there. */
export async function addPartnerSide(place: Place): Promise<Things> {
  const { partner } = await addPartner(place)
  const brand = 'burger-house'
  const { body } = await place.call('POST', `/v1/partners/${partner}/integrations`, { brand, region: 'ES' })
  const headers = { authorization: `Bearer ${body.token}` }
  const taken = await place.call('GET', '/v1/subscriptions')
  for (const one of taken.body.data) await place.call('DELETE', `/v1/subscriptions/${one.id}`)
  const type = 'GENERAL_SUPPORT_TICKET_EVENT'
  const hook = { type, url: 'https://acme.example/tickets' }
  const { body: own } = await send(place.service, {
    method: 'PUT',
    url: '/v1/partner/webhooks',
    headers,
    payload: hook,
  })
  const asked = { categoryId: 'order-problem', subcategoryId: 'missing-item', comments: 'Help.' }
  const raised = await send(place.service, { method: 'POST', url: '/v1/partner/tickets', headers, payload: asked })
  await askForPartner(place)
  const told = await send(place.service, { method: 'GET', url: '/v1/partner/deliveries', headers })
  const [delivery] = told.body.data
  return { partnerToken: body.token, ticket: raised.body.id, dlv: delivery.id, partner: partner ?? '', wh: own.id }
}

/** A guest's request that the region's partner is told of. */
export async function askForPartner(place: Place): Promise<void> {
  const about = { categoryId: 'app-and-account', subcategoryId: 'payment-failed', comments: 'Help.' }
  await place.call('POST', '/v1/support/requests', { brand: 'burger-house', region: 'ES', ...about })
}
