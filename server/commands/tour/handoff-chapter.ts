import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { openCallbackReceiver, type ReceivedCallback } from '../callback-receiver.ts'
import { idOf } from './ticket-chapters.ts'
import type { TourGuide } from './tour-client.ts'

const patienceMs = 15_000
const place = { brand: 'burger-house', region: 'ES' }
const type = 'STORE_SUPPORT_TICKET_EVENT'
const storeId = '990001'

/** A guest's request goes to the partner of the order's store, who takes, answers and solves it. */
export async function playHandoff(guide: TourGuide, agentId: string): Promise<void> {
  guide.chapter(
    'Handed to a partner',
    'handoff says which type it is, why, and whom it was told to; x-signature is good',
  )
  const partnerId = await findPartner(guide)
  if (partnerId === null) return guide.note('This workspace has no market for guests in Spain, so this is left out.')
  const received: ReceivedCallback[] = []
  const receiver = await openCallbackReceiver(0, async (callback) => received.push(callback) > 0)
  const token = await guide.ask({
    method: 'POST',
    path: '/v1/tokens',
    body: { name: 'Tour', role: 'partner', partnerId },
  })
  const headers = { authorization: `Bearer ${String(token.body['token'])}` }
  const subscription = { partnerId, ...place, type, storeId, url: receiver.url }
  const made = await guide.show({ method: 'PUT', path: '/v1/subscriptions', body: subscription }, ['id', 'type', 'url'])
  guide.expect('the partner is subscribed for the store', [200, 201].includes(made.status), true)
  try {
    const ticketId = await submit(guide, agentId)
    await takeAndSolve(guide, { ticketId, headers, received })
  } finally {
    await guide.ask({ method: 'DELETE', path: `/v1/subscriptions/${idOf(made)}` })
    await guide.ask({ method: 'DELETE', path: `/v1/tokens/${idOf(token)}` })
    await receiver.close()
  }
}

/** The tour's own partner and store, made once; null where there is no market for them. */
async function findPartner(guide: TourGuide): Promise<string | null> {
  const query = new URLSearchParams({ ...place, locale: 'en' }).toString()
  const categories = await guide.show({ method: 'GET', path: `/v1/support/categories?${query}` }, ['locale'])
  if (categories.status !== 200) return null
  const store = { name: 'Tour', timezone: 'Europe/Madrid', ...place }
  await guide.ask({ method: 'PUT', path: `/v1/stores/${storeId}`, body: store })
  const made = await guide.ask({ method: 'POST', path: '/v1/partners', body: { slug: 'tour', name: 'Tour' } })
  if (made.status === 201) return idOf(made)
  const { body } = await guide.ask({ method: 'GET', path: '/v1/partners?limit=200' })
  const partners = (body['data'] ?? []) as { id: string; slug: string }[]
  return partners.find(({ slug }) => slug === 'tour')?.id ?? null
}

async function submit(guide: TourGuide, agentId: string): Promise<string> {
  const orderId = `TOUR-${crypto.randomUUID()}`
  const placedAt = new Date(Date.now() - 600_000).toISOString()
  const order = { ...place, placedAt, storeId, status: 'DONE', serviceMode: 'DELIVERY' }
  await guide.ask({ method: 'PUT', path: `/v1/orders/${orderId}`, body: order })
  const request = {
    ...place,
    categoryId: 'order-problem',
    subcategoryId: 'missing-item',
    comments: 'The fries are missing.',
  }
  const path = '/v1/support/requests'
  const late = await guide.show({ method: 'POST', path, body: request }, ['type', 'handoff'])
  guide.expect('without an order it is no store’s', [late.status, late.body['type']], [201, 'GENERAL'])
  const own = `/v1/tickets/${idOf(late)}`
  await guide.ask({ method: 'PUT', path: `${own}/assignee`, body: { agentId } })
  const solved = await guide.ask({ method: 'POST', path: `${own}/transitions`, body: ended })
  guide.expect('own queues have that one, and solve it', solved.body['status'], 'solved')
  const submitted = await guide.show({ method: 'POST', path, body: { ...request, orderId } }, ['type', 'handoff'])
  const outcome = (submitted.body['handoff'] as { outcome?: string } | undefined)?.outcome
  guide.expect('with one of ten minutes ago it is', [submitted.body['type'], outcome], ['STORE', 'forwarded'])
  return idOf(submitted)
}

const ended = { to: 'solved', resolution: 'Shown in the tour.' }

async function takeAndSolve(
  guide: TourGuide,
  by: { ticketId: string; headers: Record<string, string>; received: readonly ReceivedCallback[] },
): Promise<void> {
  const { ticketId, headers, received } = by
  const path = `/v1/partner/tickets/${ticketId}`
  const state = async () => (await guide.ask({ method: 'GET', path, headers })).body['state']
  const until = performance.now() + patienceMs
  while (performance.now() < until && (await state()) === 'offered') await pause(50)
  const secret = await guide.ask({ method: 'GET', path: '/v1/tokens/self/callback-secret', headers })
  const [told] = received
  const signature = createHmac('sha256', String(secret.body['secret'])).update(told?.body ?? '')
  guide.note(`received ${told?.body.slice(0, 160) ?? 'nothing'}…`)
  guide.expect('its signature is good', told?.headers['x-signature'], signature.digest('hex'))
  guide.expect('a 2xx took it', await state(), 'accepted')
  const body = { status: 'solved', reply: 'A new portion is on its way.', resolution: 'Sent again.', externalId: 'A-1' }
  const solved = await guide.show({ method: 'PATCH', path, headers: { ...headers }, body }, [
    'state',
    'status',
    'externalId',
  ])
  guide.expect('the partner answers and solves it', [solved.status, solved.body['state']], [200, 'done'])
}
