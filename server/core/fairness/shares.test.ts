import { describe, expect, it } from 'vitest'
import { evennessOf, type OfferSeen, type PersonSeen, sharesIn } from './index.ts'

const minute = 60_000
const hour = 60 * minute
const day = { from: 0, to: 2 * hour }
const hours = [
  { from: 0, to: hour },
  { from: hour, to: 2 * hour },
]

const offer = (at: number, more: Partial<OfferSeen> = {}): OfferSeen => ({
  at,
  state: 'accepted',
  acceptedAt: at,
  releasedAt: null,
  isForced: false,
  isHard: false,
  isAsked: true,
  ...more,
})
const person = (id: string, more: Partial<PersonSeen> = {}): PersonSeen => ({
  id,
  team: null,
  presence: 'available',
  changes: [],
  offers: [],
  ...more,
})
const shareOf = (one: PersonSeen) => sharesIn([one], [day])[0]?.[0]

describe('what a person was given', () => {
  it('is work in hand by the time it was there, several tasks at once counted once', () => {
    const offers = [
      offer(10 * minute, { releasedAt: 40 * minute }),
      offer(20 * minute, { releasedAt: 50 * minute }),
      offer(-hour, { releasedAt: 5 * minute }),
    ]
    const changes = [{ at: hour, presence: 'away' }]
    expect(shareOf(person('ana', { offers, changes }))).toMatchObject({
      presentMs: hour,
      workMs: 45 * minute,
      occupancy: 0.75,
      taken: 2,
    })
  })

  it('does not run on over night with the work it keeps, and goes on when it is back', () => {
    const changes = [
      { at: 30 * minute, presence: 'offline' },
      { at: 90 * minute, presence: 'busy' },
      { at: 100 * minute, presence: 'draining' },
    ]
    expect(shareOf(person('ana', { offers: [offer(20 * minute)], changes }))).toMatchObject({
      presentMs: hour,
      workMs: 40 * minute,
    })
  })

  it('counts declined, missed, assigned by hand and hard', () => {
    const never = { acceptedAt: null }
    const offers = [
      offer(1, { isHard: true }),
      offer(2, { state: 'declined', ...never }),
      offer(3, { state: 'expired', ...never }),
      offer(4, { state: 'revoked', ...never, isHard: true }),
      offer(5, { isForced: true }),
      offer(6, { isAsked: false }),
    ]
    const counts = { offered: 4, accepted: 1, declined: 1, missed: 1, taken: 2, hard: 1 }
    expect(shareOf(person('ana', { offers }))).toMatchObject(counts)
  })

  it('falls into the part it happened in', () => {
    const offers = [offer(30 * minute, { releasedAt: 90 * minute }), offer(hour)]
    const [first, second] = sharesIn([person('ana', { offers })], hours)
    expect(first?.[0]).toMatchObject({ presentMs: hour, workMs: 30 * minute, offered: 1 })
    expect(second?.[0]).toMatchObject({ presentMs: hour, workMs: hour, offered: 1 })
  })

  it('leaves out who was not there, and has no occupancy for who was hardly', () => {
    const away = person('away', { presence: 'away' })
    const moment = person('moment', { changes: [{ at: 4 * minute, presence: 'offline' }] })
    const [shares] = sharesIn([away, moment], [day])
    expect(shares).toMatchObject([{ id: 'moment', presentMs: 4 * minute, occupancy: null }])
    expect(evennessOf(shares ?? [])).toMatchObject({ n: 0, excluded: 1, gini: null, mean: null })
  })
})

it('a team where one has twice the work of the other', () => {
  const busy = person('ana', { offers: [offer(0, { releasedAt: 80 * minute })] })
  const idle = person('rui', { offers: [offer(0, { releasedAt: 40 * minute, isHard: true })] })
  const [shares] = sharesIn([busy, idle], [day])
  const even = evennessOf(shares ?? [])
  expect(even).toMatchObject({ n: 2, excluded: 0, maxMin: 2, offered: 2, taken: 2, hard: 1 })
  expect(even.mean).toBeCloseTo(0.5)
  expect(even.gini).toBeCloseTo(1 / 6)
  expect(even.gap).toBeCloseTo(1 / 3)
})
