import { createRouter } from '../../../server/jobs/router.ts'
import { inTransaction } from '../../../server/database/transaction.ts'
import { encodeId } from '../../../server/platform/ids.ts'
import { createLog } from '../../../server/platform/log.ts'
import type { Place, Things } from './place.ts'

/** Lets the real router offer a waiting task to an agent, then stops it: nothing moves by itself afterwards. */
export async function addOffer(place: Place): Promise<Things> {
  const before = new Set((await pendingOffers(place)).map(({ id }) => id))
  const { body: agent } = await place.call('POST', '/v1/agents', {
    name: `Ana ${place.mark}`,
    queues: ['frontline'],
  })
  await place.addTicket()
  await place.call('PUT', `/v1/agents/${agent.id}/presence`, { state: 'available' })
  // Whoever is free gets what has waited longest: it may be another agent's turn, and another ticket's.
  const isNew = (offer: OfferRow) => !before.has(offer.id)
  await routeUntil(place, async () => (await pendingOffers(place)).some(isNew))
  const offer = (await pendingOffers(place)).find(isNew)
  if (offer === undefined) throw new Error('The offer is gone.')
  return {
    agent: encodeId('agent', offer.agentId),
    offer: encodeId('offer', offer.id),
    task: encodeId('task', offer.taskId),
    ticket: encodeId('ticket', offer.ticketId),
    dec: encodeId('decision', offer.decisionId),
  }
}

/** The same, accepted: the ticket is the agent's and its task under way. */
export async function addActiveTask(place: Place): Promise<Things> {
  const things = await addOffer(place)
  await place.call('POST', `/v1/offers/${things['offer']}/accept`)
  return things
}

interface OfferRow {
  readonly id: string
  readonly taskId: string
  readonly ticketId: string
  readonly agentId: string
  readonly decisionId: string
}

function pendingOffers(place: Place): Promise<OfferRow[]> {
  return place.service.query<OfferRow>(
    `select id, task_id as "taskId", ticket_id as "ticketId", decision_id as "decisionId", agent_id as "agentId"
     from offers where workspace_id = $1 and state = 'pending'`,
    [place.workspace.id],
  )
}

async function routeUntil(place: Place, isDone: () => Promise<boolean>): Promise<void> {
  const { installation, feed, relayPool } = place.service
  const router = createRouter({
    installation,
    feed,
    log: createLog({ level: 'silent' }),
    relay: { read: (work) => inTransaction(relayPool, { workspaceId: null, readOnly: true }, work) },
    workspaceIds: [place.workspace.id],
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = () => void isDone().then((done) => done && resolve(), reject)
  const unsubscribe = feed.subscribe(look)
  router.start()
  look()
  try {
    await promise
  } finally {
    unsubscribe()
    await router.stop(5_000)
  }
}
