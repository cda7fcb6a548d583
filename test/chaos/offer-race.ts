import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Random } from '../../server/core/routing/random.testing.ts'
import { type Desk, openRouterWorld, type RouterWorld, type SeenOffer } from '../../server/jobs/testing/router-world.ts'
import type { Router } from '../../server/jobs/router.ts'
import { acceptOffer } from '../../server/modules/handling/index.ts'
import { declineOffer, type Offer } from '../../server/modules/routing/index.ts'
import { AppError } from '../../server/platform/errors.ts'
import { encodeId } from '../../server/platform/ids.ts'
import { onOwnPostgres } from './own-postgres.ts'

export interface RaceOptions {
  /** Offers raced for. */
  readonly rounds: number
  readonly seed: number
  readonly tell?: (line: string) => void
}

export interface RaceReport {
  readonly seed: number
  readonly rounds: number
  /** Answers given to callers. */
  readonly answers: number
  /** How the offers ended, as recorded. */
  readonly ends: Readonly<Record<string, number>>
  /** Rounds in which callers were told differently, or otherwise than what is recorded. */
  readonly disagreed: readonly string[]
  /** From the first call to the last answer of a round, ms. */
  readonly p50Ms: number
  readonly p99Ms: number
  readonly seconds: number
}

export const accepts = 64
const mostDeclines = 8
const patienceMs = 30_000
const checkEvery = 500

/** How the first offers end, whatever chance says of the others: all 64 come when it has happened. */
export const certainEnds = ['accepted', 'declined', 'expired', 'revoked'] as const

type CertainEnd = (typeof certainEnds)[number]

/**
 * Lets 64 callers accept each offer at once; in some rounds others decline among them, the offer runs out in the middle,
 * or its agent leaves. It must end once, with every answer the same as the record.
 */
export async function raceForOffers(world: RouterWorld, options: RaceOptions): Promise<RaceReport> {
  const { rounds, seed, tell = () => undefined } = options
  const random = new Random(seed)
  const router = world.startRouter()
  const ends: Record<string, number> = {}
  const disagreed: string[] = []
  const tookMs: number[] = []
  let answers = 0
  const startedAt = performance.now()
  try {
    let desk = await world.openDesk()
    for (let round = 0; round < rounds; round++) {
      // A fresh workspace now and then keeps lists short, whatever the number of rounds.
      if (round > 0 && round % checkEvery === 0) {
        disagreed.push(...(await desk.brokenInvariants()).map(({ rule, detail }) => `${rule} ${detail}`))
        tell(`${round} of ${rounds} offers raced for, ${disagreed.length} disagreed`)
        desk = await world.openDesk()
      }
      await desk.addAgent({ capacityUnits: 10 })
      await desk.addTicket()
      const offer = await pendingOffer(desk)
      const beganAt = performance.now()
      const certain = certainEnds[round] ?? null
      const told = await race({ desk, offer, world, router, random, certain })
      tookMs.push(performance.now() - beganAt)
      answers += told.length
      const end = await endOf({ desk, offer, world })
      ends[end.state] = (ends[end.state] ?? 0) + 1
      if (told.some((one) => one !== end.state) || !end.isToldOnce || end.state !== (certain ?? end.state))
        disagreed.push(`round ${round}: recorded ${end.state}, told ${[...new Set(told)].join()}`)
      await desk.setPresence(offer.agentId, 'away')
    }
    disagreed.push(...(await desk.brokenInvariants()).map(({ rule, detail }) => `${rule} ${detail}`))
  } finally {
    await router.stop(1_000)
  }
  const seconds = Math.round((performance.now() - startedAt) / 100) / 10
  return { seed, rounds: tookMs.length, answers, ends, disagreed, ...quantiles(tookMs), seconds }
}

async function pendingOffer(desk: Desk): Promise<SeenOffer> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < patienceMs) {
    const [pending] = await desk.offers('pending')
    if (pending !== undefined) return pending
    await pause(2)
  }
  throw new Error('Nothing is offered.')
}

interface Race {
  readonly desk: Desk
  readonly offer: SeenOffer
  readonly world: RouterWorld
  readonly router: Router
  readonly random: Random
  /** Null = chance says how it ends. */
  readonly certain: CertainEnd | null
}

/** What the callers were told the offer had become. */
async function race(race: Race): Promise<string[]> {
  const { desk, offer } = race
  const accept = () => acceptOffer(desk.context, { offerId: offer.id })
  if (race.certain === null) return raceByChance(race, accept)
  await bringAbout(race, race.certain)
  return (await Promise.allSettled(Array.from({ length: accepts }, accept))).map(toldBy)
}

/** Nobody else is there: what is asked for happens, and has happened when this settles. */
async function bringAbout({ desk, offer, world, router }: Race, end: CertainEnd): Promise<void> {
  if (end === 'accepted') return
  if (end === 'declined') await declineOffer(desk.context, { offerId: offer.id, reason: null, code: null })
  if (end === 'revoked') await desk.setPresence(offer.agentId, 'busy')
  if (end === 'expired') {
    world.advance(45_001)
    router.wake()
  }
  await endOf({ desk, offer, world })
}

async function raceByChance(
  { desk, offer, world, router, random }: Race,
  accept: () => Promise<Offer>,
): Promise<string[]> {
  const { id: offerId, agentId } = offer
  const decline = () => declineOffer(desk.context, { offerId, reason: null, code: null })
  const calls = Array.from({ length: accepts }, () => accept)
  if (random.chance(0.4))
    for (let more = random.below(mostDeclines); more >= 0; more--) calls.splice(random.below(calls.length), 0, decline)
  const [expiresAt, leavesAt] = [0.3, 0.2].map((chance) => (random.chance(chance) ? random.below(calls.length) : -1))
  const leaving: Promise<void>[] = []
  // Whoever comes a moment before the others mostly wins: now and then that is one who declines.
  const early = random.chance(0.2) ? Promise.allSettled([decline()]) : []
  await pause(1)
  const answers = calls.map((call, place) => {
    if (place === expiresAt) {
      world.advance(45_001)
      router.wake()
    }
    if (place === leavesAt) leaving.push(desk.setPresence(agentId, 'busy'))
    return call()
  })
  const told = (await Promise.all([early, Promise.allSettled(answers)])).flat().map(toldBy)
  await Promise.all(leaving)
  return told
}

function toldBy(answer: PromiseSettledResult<Offer>): string {
  if (answer.status === 'fulfilled') return answer.value.state
  const error: unknown = answer.reason
  if (!(error instanceof AppError) || error.code !== 'offer_ended') throw error
  return String(error.details['lostTo'])
}

async function endOf({ desk, offer, world }: Pick<Race, 'desk' | 'offer' | 'world'>) {
  const startedAt = performance.now()
  while (performance.now() - startedAt < patienceMs) {
    const now = (await desk.offers()).find((one) => one.id === offer.id)
    if (now !== undefined && now.state !== 'pending') {
      const events = await world.query<{ type: string }>(
        `select type from events where workspace_id = $1 and ticket_id = $2 and data ->> 'offerId' = $3 order by seq`,
        [desk.context.workspace.id, offer.ticketId, encodeId('offer', offer.id)],
      )
      const isToldOnce = events.map(({ type }) => type).join() === `offer.created,offer.${now.state}`
      return { state: now.state, isToldOnce }
    }
    await pause(2)
  }
  return { state: 'pending', isToldOnce: false }
}

function quantiles(tookMs: readonly number[]): { p50Ms: number; p99Ms: number } {
  const sorted = tookMs.toSorted((one, other) => one - other)
  const at = (share: number) => Math.round((sorted[Math.floor(share * (sorted.length - 1))] ?? 0) * 10) / 10
  return { p50Ms: at(0.5), p99Ms: at(0.99) }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  })
  const rounds = Number(values.rounds)
  const report = await onOwnPostgres(async (postgres) => {
    const world = await openRouterWorld({ ...postgres, drop: async () => undefined })
    try {
      const seed = Number(values.seed)
      return await raceForOffers(world, { rounds, seed, tell: (line) => process.stderr.write(`${line}\n`) })
    } finally {
      await world.close()
    }
  })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  const isWhole = report.rounds === rounds && report.answers >= rounds * accepts
  process.exit(isWhole && report.disagreed.length === 0 ? 0 : 1)
}
