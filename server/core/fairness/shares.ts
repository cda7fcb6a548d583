import { spreadOf, type Spread } from './spread.ts'
import { commonStretches, joinStretches, lengthsWithin, type Stretch } from './stretches.ts'

/** An offer a person had; instants in epoch ms, null = not yet. */
export interface OfferSeen {
  readonly at: number
  readonly state: string
  readonly acceptedAt: number | null
  readonly releasedAt: number | null
  readonly isForced: boolean
  readonly isHard: boolean
  /** Whether it is asked about. Others count as work in hand alone. */
  readonly isAsked: boolean
}

/** A person, with what it was and what it had from before the time on. */
export interface PersonSeen {
  readonly id: string
  readonly team: string | null
  /** What it was when the time began. */
  readonly presence: string
  /** In the order of time. */
  readonly changes: readonly { readonly at: number; readonly presence: string }[]
  readonly offers: readonly OfferSeen[]
}

/** What somebody was offered and took. `taken` is all that was taken, what was assigned by hand too. */
export interface OfferCounts {
  readonly offered: number
  readonly accepted: number
  readonly declined: number
  readonly missed: number
  readonly taken: number
  readonly hard: number
}

/** What one person was given in a stretch of time. */
export interface PersonShare extends OfferCounts {
  readonly id: string
  readonly team: string | null
  readonly presentMs: number
  readonly workMs: number
  /** workMs / presentMs; null for who was hardly there. */
  readonly occupancy: number | null
}

/** How evenly a stretch of time was shared. */
export interface Evenness extends OfferCounts, Spread {
  /** People with an occupancy, and those who were hardly there. */
  readonly n: number
  readonly excluded: number
}

const present: ReadonlySet<string> = new Set(['available', 'busy', 'draining'])

/** Who was there for less has no occupancy: a minute of one call would be the busiest of all. */
export const leastPresentMs = 5 * 60_000

/**
 * What each person was given in each part of the time, parts in order and apart from each other: one list for each part,
 * of those who were there or were offered something. Work in hand counts while its agent is present; an offer where it
 * was made.
 */
export function sharesIn(people: readonly PersonSeen[], parts: readonly Stretch[]): PersonShare[][] {
  const shares = parts.map((): PersonShare[] => [])
  const end = parts.at(-1)?.to ?? 0
  for (const person of people) {
    const there = presenceOf(person, { from: parts[0]?.from ?? 0, to: end })
    const work = joinStretches(person.offers.flatMap((offer) => workOf(offer, end)))
    const presentMs = lengthsWithin(there, parts)
    const workMs = lengthsWithin(commonStretches(there, work), parts)
    const offers = offersIn(person.offers, parts)
    for (const [part, list] of shares.entries()) {
      const counts = countOffers(offers[part] ?? [])
      const [thereMs, busyMs] = [presentMs[part] ?? 0, workMs[part] ?? 0]
      if (thereMs === 0 && counts.offered === 0 && counts.taken === 0) continue
      const occupancy = thereMs < leastPresentMs ? null : busyMs / thereMs
      list.push({ id: person.id, team: person.team, presentMs: thereMs, workMs: busyMs, occupancy, ...counts })
    }
  }
  return shares
}

/** How evenly these people were at work, and what all of them were offered. */
export function evennessOf(shares: readonly PersonShare[]): Evenness {
  const occupancies = shares.flatMap(({ occupancy }) => occupancy ?? [])
  const sum = (key: keyof OfferCounts) => shares.reduce((total, share) => total + share[key], 0)
  return {
    n: occupancies.length,
    excluded: shares.length - occupancies.length,
    ...spreadOf(occupancies),
    offered: sum('offered'),
    accepted: sum('accepted'),
    declined: sum('declined'),
    missed: sum('missed'),
    taken: sum('taken'),
    hard: sum('hard'),
  }
}

function presenceOf({ presence, changes }: PersonSeen, time: Stretch): Stretch[] {
  const states = [{ at: time.from, presence }, ...changes]
  return joinStretches(
    states.flatMap((state, place) =>
      present.has(state.presence)
        ? [{ from: Math.max(state.at, time.from), to: Math.min(states[place + 1]?.at ?? time.to, time.to) }]
        : [],
    ),
  )
}

const workOf = ({ acceptedAt, releasedAt }: OfferSeen, end: number): Stretch[] =>
  acceptedAt === null ? [] : [{ from: acceptedAt, to: Math.min(releasedAt ?? end, end) }]

function offersIn(offers: readonly OfferSeen[], parts: readonly Stretch[]): OfferSeen[][] {
  const lists = parts.map((): OfferSeen[] => [])
  for (const offer of offers) {
    if (!offer.isAsked) continue
    const part = lastBegun(parts, offer.at)
    if (part >= 0 && offer.at < (parts[part]?.to ?? 0)) lists[part]?.push(offer)
  }
  return lists
}

/** The last part that had begun by an instant; -1 = none. */
function lastBegun(parts: readonly Stretch[], at: number): number {
  let [low, high] = [0, parts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((parts[middle]?.from ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}

function countOffers(offers: readonly OfferSeen[]): OfferCounts {
  const offered = offers.filter(({ isForced }) => !isForced)
  const taken = offers.filter(({ acceptedAt }) => acceptedAt !== null)
  const inState = (wanted: string) => offered.filter(({ state }) => state === wanted).length
  return {
    offered: offered.length,
    accepted: inState('accepted'),
    declined: inState('declined'),
    missed: inState('expired'),
    taken: taken.length,
    hard: taken.filter(({ isHard }) => isHard).length,
  }
}
