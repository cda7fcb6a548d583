import { setTimeout as pause } from 'node:timers/promises'
import { idOf } from './ticket-chapters.ts'
import type { TourGuide } from './tour-client.ts'

const patienceMs = 15_000
const lookEveryMs = 50
const tourQueue = 'frontline'
const fewTickets = 10

interface OfferSeen {
  readonly id: string
  readonly ticketId: string
}

/** Makes an agent for the tour, offline; gives its id. */
export async function makeTourAgent(guide: TourGuide): Promise<string> {
  const body = { name: 'Tour', languages: ['en'], queues: [tourQueue] }
  const made = await guide.ask({ method: 'POST', path: '/v1/agents', body })
  if (made.status !== 201) guide.expect('an agent for the tour can be made', made.status, 201)
  return idOf(made)
}

/** Whether the tour's agent would be offered the real tickets of many before the tour's own. */
export async function doManyWait(guide: TourGuide): Promise<boolean> {
  const { body } = await guide.ask({ method: 'GET', path: '/v1/queues' })
  const queues = (body['data'] ?? []) as { slug: string; waiting: number }[]
  return (queues.find((queue) => queue.slug === tourQueue)?.waiting ?? 0) > fewTickets
}

/** Where many wait before its ticket, the tour does not pass through their offers: the ticket is assigned by hand. */
export async function assignByHand(guide: TourGuide, tour: { agentId: string; ticketId: string }): Promise<void> {
  const { agentId, ticketId } = tour
  guide.chapter('Assigned by hand', 'assignee; the task counts against its agent as if it had been offered')
  guide.note('Many tickets wait in this queue, so the offer is left out and the ticket assigned by hand.')
  const assign = { method: 'PUT', path: `/v1/tickets/${ticketId}/assignee`, body: { agentId } } as const
  const assigned = await guide.show(assign, ['number', 'status', 'assignee'])
  guide.expect('the ticket has its agent', [assigned.status, assigned.body['status']], [200, 'assigned'])
}

/** An agent becomes available, is offered the ticket and takes it. */
export async function playOffer(guide: TourGuide, tour: { agentId: string; ticketId: string }): Promise<void> {
  const { agentId, ticketId } = tour
  guide.chapter('Offered to one, taken by one', 'reasons says why this agent; two who accept cannot both win')
  const presence = { state: 'available', ttlSeconds: 120 }
  const present = await guide.show({ method: 'PUT', path: `/v1/agents/${agentId}/presence`, body: presence }, [
    'name',
    'presence',
  ])
  guide.expect('the agent is available', present.status, 200)
  const offer = await waitForOffer(guide, tour)
  guide.expect('the ticket is offered', offer !== null, true)
  if (offer === null) return
  await guide.show({ method: 'GET', path: `/v1/offers/${offer.id}` }, [
    'id',
    'state',
    'agentId',
    'expiresAt',
    'reasons',
  ])
  const accept = { method: 'POST', path: `/v1/offers/${offer.id}/accept` } as const
  const accepted = await guide.show(accept, ['id', 'state', 'agentId'])
  guide.expect('it is accepted', [accepted.status, accepted.body['state']], [200, 'accepted'])
  const again = await guide.ask(accept)
  guide.expect(
    'accepting again changes nothing',
    [again.status, again.body['version']],
    [200, accepted.body['version']],
  )
  const ticket = await guide.ask({ method: 'GET', path: `/v1/tickets/${ticketId}` })
  guide.expect(
    'the ticket has its agent',
    [ticket.body['status'], ticket.body['assignee'] !== null],
    ['assigned', true],
  )
}

/** The few tickets of others that wait are declined by the tour's agent: they wait on at their place. */
export async function waitForOffer(
  guide: TourGuide,
  tour: { agentId: string; ticketId: string },
): Promise<OfferSeen | null> {
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    const answer = await guide.ask({ method: 'GET', path: '/v1/offers?state=pending&limit=200' })
    const offers = (answer.body['data'] ?? []) as (OfferSeen & { agentId: string })[]
    const own = offers.find((offer) => offer.ticketId === tour.ticketId)
    if (own !== undefined) return own
    for (const { id } of offers.filter((offer) => offer.agentId === tour.agentId)) {
      await guide.ask({ method: 'POST', path: `/v1/offers/${id}/decline`, body: { reason: 'Not part of the tour.' } })
    }
    await pause(lookEveryMs)
  }
  return null
}
