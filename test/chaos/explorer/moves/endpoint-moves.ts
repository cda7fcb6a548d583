import type { AttemptReport } from '../../../../server/modules/deliveries/index.ts'
import { takeEndpointReply } from '../../../../server/modules/handling/index.ts'
import { type Move, short } from './move.ts'

type Result = AttemptReport['result']

const answered = (status: number, said: object = {}): Result => ({
  kind: 'answered',
  status,
  durationMs: 1,
  address: '192.0.2.1',
  headers: { retryAfter: null, webhookDelivery: null },
  bodyText: JSON.stringify(said),
  bodyIsTruncated: false,
})

/** What comes back from an endpoint, by its name in the schedule. */
const replies: Readonly<Record<string, Result>> = {
  accepts: answered(200, { answer: 'accept' }),
  declines: answered(200, { answer: 'decline', code: 'busy' }),
  receives: answered(200),
  'is gone': answered(410),
  'is busy': answered(429),
  fails: answered(503),
  'is broken': { kind: 'broken', durationMs: 1 },
}
const unanswered = new Set(['is busy', 'fails', 'is broken'])

/**
 * An endpoint answers what it was told of an offer, mostly one that is open; the product takes it as a call and then
 * notes that the delivery got through. Killed in between, it is told again.
 */
export const reply: Move = async (world) => {
  const { deliveries, offers } = await world.look()
  const told = deliveries.filter(({ type }) => type === 'offer.created')
  const waiting = told.filter(({ state }) => state === 'pending')
  const among = waiting.length > 0 && world.random.chance(0.9) ? waiting : told
  if (among.length === 0) return
  const { id, offerId, type } = world.random.pick(among)
  const offer = offers.find((one) => one.id === offerId)
  if (offer === undefined) return
  const isFailing = world.random.chance(world.endpointFails)
  const times = isFailing ? world.random.pick([1, 3, 6]) : 1
  const names = Object.keys(replies).filter((name) => unanswered.has(name) === isFailing)
  const name = world.random.pick(names)
  const acceptance = world.random.pick(['explicit', 'receipt'] as const)
  const ofDelivery = { id: offerId, agentId: offer.agentId, isPending: offer.state === 'pending', acceptance }
  const report = {
    delivery: { id, type, offer: ofDelivery, isReplay: false },
    startedAt: world.now,
    result: replies[name],
  }
  for (let time = 0; time < times; time++)
    await world.call(`endpoint ${name}`, short(offerId), async (context) => {
      await takeEndpointReply(context, report as AttemptReport)
      if (!isFailing) await context.transaction((tx) => world.ground.endDelivery(tx, id, 'delivered'))
    })
}
