import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DeliveryStage, openServedStage } from '../deliveries/stage.ts'
import { progress } from '../machine/progress.ts'

const market = join(import.meta.dirname, '..', '..', 'markets', 'iberia.yaml')
const place = { brand: 'burger-house', region: 'ES' }
const partners = 10
const together = 16

/** A market with so many stores, each with a subscriber of its own and an order that has just been placed. */
export async function openHandoffStage(stores: number): Promise<DeliveryStage> {
  const served = await openServedStage(stores)
  const { receivers, post } = served
  try {
    progress(`handoff: making ${stores} stores with their subscribers`)
    await post('/v1/markets/iberia', { document: await readFile(market, 'utf8') }, 'PUT')
    const ids: string[] = []
    for (let index = 0; index < partners; index++)
      ids.push(String((await post('/v1/partners', { slug: `partner-${index}`, name: `Partner ${index}` }))['id']))
    const open = async (index: number) => {
      const [storeId, orderId] = [storeOf(index), orderOf(index)]
      const store = { name: `Store ${index}`, timezone: 'Europe/Madrid', ...place }
      await post(`/v1/stores/${storeId}`, store, 'PUT')
      const order = { ...place, storeId, placedAt: new Date().toISOString(), status: 'DONE' }
      await post(`/v1/orders/${orderId}`, order, 'PUT')
      const subscription = { partnerId: ids[index % partners], ...place, storeId, url: receivers.urls[index] }
      await post('/v1/subscriptions', { ...subscription, type: 'STORE_SUPPORT_TICKET_EVENT' }, 'PUT')
    }
    for (let first = 0; first < stores; first += together)
      await Promise.all(Array.from({ length: Math.min(together, stores - first) }, (_, index) => open(first + index)))
  } catch (error) {
    await served.close()
    throw error
  }
  let tickets = 0
  const nextTicket = () => {
    const index = tickets++ % stores
    const choice = { categoryId: 'order-problem', subcategoryId: 'missing-item', comments: 'The fries are missing.' }
    const customer = { id: `guest-${tickets % 500}` }
    return { ticket: { ...place, ...choice, customer, orderId: orderOf(index) }, endpoints: [index] }
  }
  return { ...served, told: 1, toldBy: 'ticket.handed_off', path: '/v1/support/requests', nextTicket }
}

const storeOf = (index: number) => String(10_000 + index)
const orderOf = (index: number) => `ORD-${index}`
