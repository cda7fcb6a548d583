import { env } from 'node:process'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { acceptOffer } from '../modules/handling/index.ts'
import { declineOffer, type Offer } from '../modules/routing/index.ts'
import { AppError } from '../platform/errors.ts'
import { encodeId } from '../platform/ids.ts'
import { type Desk, openRouterWorld } from './testing/router-world.ts'

const rounds = Number(env['RACE_ROUNDS'] ?? 200)
const accepts = 64
const declines = 8

const world = await openRouterWorld()
const router = world.startRouter()
afterAll(async () => {
  await router.stop(1_000)
  await world.close()
})
const soon = { timeout: 10_000, interval: 5 }

type Ends = 'accepted' | 'declined' | 'expired'

/** What the callers were told the offer had become. */
const told = (answers: readonly PromiseSettledResult<Offer>[]): Ends[] =>
  answers.map((answer) => {
    if (answer.status === 'fulfilled') return answer.value.state as Ends
    const error: unknown = answer.reason
    if (!(error instanceof AppError) || error.code !== 'offer_ended') throw error
    return error.details['lostTo'] as Ends
  })

/** Lets everybody answer one offer at once; in some rounds its time runs out in the middle. */
async function race(desk: Desk, offerId: string, round: number): Promise<Ends[]> {
  const accept = () => acceptOffer(desk.context, { offerId })
  const decline = () => declineOffer(desk.context, { offerId, reason: null, code: null })
  const calls = Array.from({ length: accepts }, () => accept)
  const withDeclines = round % 2 === 1
  if (withDeclines) calls.splice((round * 7) % accepts, 0, ...Array.from({ length: declines }, () => decline))
  const middle = (round * 11) % calls.length
  const answers = calls.map((call, place) => {
    if (round % 4 >= 2 && place === middle) {
      world.advance(45_001)
      router.wake()
    }
    return call()
  })
  return told(await Promise.allSettled(answers))
}

describe('everybody answers one offer at once', () => {
  it(
    `and it ends once, with every answer the same, ${rounds} times`,
    { timeout: 20_000 + rounds * 2_000 },
    async () => {
      const desk = await world.openDesk()
      const seen = new Set<string>()
      for (let round = 0; round < rounds; round++) {
        await desk.addAgent({ capacityUnits: 10 })
        await desk.addTicket()
        const offer = await vi.waitFor(async () => {
          const [pending] = await desk.offers('pending')
          if (pending === undefined) throw new Error('Nothing is offered yet.')
          return pending
        }, soon)
        const answers = await race(desk, offer.id, round)
        const end = await vi.waitFor(async () => {
          const now = (await desk.offers()).find((one) => one.id === offer.id)
          expect(now?.state).not.toBe('pending')
          return now?.state
        }, soon)
        expect(new Set(answers)).toEqual(new Set([end]))
        seen.add(end ?? '')
        const events = await world.query<{ type: string }>(
          `select type from events where workspace_id = $1 and ticket_id = $2 and data ->> 'offerId' = $3 order by seq`,
          [desk.context.workspace.id, offer.ticketId, encodeId('offer', offer.id)],
        )
        expect(events.map((event) => event.type)).toEqual(['offer.created', `offer.${end}`])
        expect(await desk.brokenInvariants()).toEqual([])
        await desk.setPresence(offer.agentId, 'away')
      }
      expect(seen.size).toBeGreaterThan(1)
    },
  )
})
