import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addUpPromises,
  createChunk,
  createWordBooks,
  dropFact,
  promiseSigns,
  putFact,
  type Slices,
  type TicketFact,
  undecidedStates,
} from './index.ts'

const now = 1_000

interface Clock {
  readonly metric: string
  readonly policy: string
  readonly queue: string | null
  readonly state: string
  readonly breachedAt: number | null
  readonly metAt: number | null
}

interface Ticket {
  readonly number: number
  readonly at: number
  readonly queue: string | null
  readonly priority: string
  readonly clocks: readonly Clock[]
}

const clock: fc.Arbitrary<Clock> = fc
  .record({
    metric: fc.constantFrom('firstResponse', 'nextResponse'),
    policy: fc.constantFrom('always-on', 'guest-care'),
    queue: fc.constantFrom(null, 'payments', 'backend'),
    kind: fc.constantFrom(...undecidedStates, 'met', 'late', 'open', 'called off'),
    breachedAt: fc.integer({ min: 0, max: 40 }),
    lateMs: fc.integer({ min: 0, max: 970 }),
  })
  .map(({ kind, breachedAt, lateMs, ...names }) => {
    if (kind === 'met') return { ...names, state: 'met', breachedAt: null, metAt: breachedAt }
    if (kind === 'late') return { ...names, state: 'breached', breachedAt, metAt: breachedAt + lateMs }
    if (kind === 'open') return { ...names, state: 'breached', breachedAt, metAt: null }
    if (kind === 'called off') return { ...names, state: 'cancelled', breachedAt, metAt: null }
    return { ...names, state: kind, breachedAt: null, metAt: null }
  })

const ticket: fc.Arbitrary<Ticket> = fc.record({
  number: fc.integer({ min: 1, max: 60 }),
  at: fc.integer({ min: 0, max: 20 }),
  queue: fc.constantFrom(null, 'front', 'payments'),
  priority: fc.constantFrom('low', 'high'),
  clocks: fc.array(clock, { maxLength: 4 }),
})

const verdictOf = ({ state, breachedAt, metAt }: Clock) => {
  if (state === 'cancelled' || state === 'not_applicable') return ''
  return breachedAt === null ? (metAt === null ? '' : 'met') : 'breached'
}
const undecidedOf = ({ state }: Clock) => undecidedStates.find((one) => one === state) ?? ''
const lateOf = ({ breachedAt, metAt }: Clock) => (metAt ?? now) - (breachedAt ?? 0)

function factOf({ number, at, queue, priority, clocks }: Ticket): TicketFact {
  const alike = Map.groupBy(clocks, (one) =>
    [one.metric, one.policy, one.queue ?? '', verdictOf(one), undecidedOf(one)].join(promiseSigns.part),
  )
  const word = [...alike].map(([text, own]) => `${text}${promiseSigns.part}${own.length}`)
  const broken = clocks.filter((one) => verdictOf(one) === 'breached')
  const [kept, open] = [broken.filter(({ metAt }) => metAt !== null), broken.filter(({ metAt }) => metAt === null)]
  return {
    number,
    at,
    elapsedMs: Number.NaN,
    marks: 0,
    words: [queue, null, null, null, null, null, priority],
    promises: {
      word: word.toSorted().join(promiseSigns.outcome),
      keptLateMs: kept.length === 0 ? Number.NaN : Math.max(...kept.map(lateOf)),
      brokenAt: open.length === 0 ? Number.NaN : Math.min(...open.map(({ breachedAt }) => breachedAt ?? 0)),
    },
  }
}

const whole = <Result>(slices: Slices<Result>): Result => {
  for (;;) {
    const step = slices.next()
    if (step.done === true) return step.value
  }
}
const byNumber = (tickets: readonly Ticket[]) =>
  [...new Map(tickets.map((one) => [one.number, one])).values()].toSorted((one, other) => one.number - other.number)

/** A chunk that was read with some tickets and then heard of the others. */
function chunkOf(read: readonly Ticket[], heard: readonly Ticket[], gone: readonly number[]) {
  const books = createWordBooks()
  const known = byNumber(read).map(factOf)
  const column = (pick: (one: TicketFact) => number) => Float64Array.from(known, pick)
  const promised = (key: 'keptLateMs' | 'brokenAt') => column(({ promises }) => promises?.[key] ?? Number.NaN)
  const chunk = createChunk(
    {
      numbers: column(({ number }) => number),
      at: column(({ at }) => at),
      elapsedMs: column(({ elapsedMs }) => elapsedMs),
      marks: column(({ marks }) => marks),
      words: [0, 1, 2, 3, 4, 5, 6].map((index) => known.map(({ words }) => words[index] ?? '')),
      promises: {
        words: known.map(({ promises }) => promises?.word ?? ''),
        keptLateMs: promised('keptLateMs'),
        brokenAt: promised('brokenAt'),
      },
    },
    { books, hasPromises: true },
  )
  for (const number of gone) dropFact(chunk, number)
  for (const one of heard) putFact(chunk, factOf(one), books)
  return { chunks: [chunk], books }
}

/** Clock by clock. */
function recount(tickets: readonly Ticket[]) {
  const rows = tickets.flatMap(({ queue, priority, clocks }) =>
    clocks.flatMap((one) =>
      Object.entries({ metric: null, policy: one.policy, queue: one.queue ?? queue, priority }).map(([split, key]) => ({
        split,
        key,
        one,
      })),
    ),
  )
  const groups = Map.groupBy(rows, ({ split, key, one }) => JSON.stringify([split, one.metric, key]))
  return [...groups].map(([name, own]) => {
    const count = (is: (one: Clock) => boolean) => own.filter(({ one }) => is(one)).length
    return {
      name,
      met: count((one) => verdictOf(one) === 'met'),
      breached: count((one) => verdictOf(one) === 'breached'),
      excludedBy: Object.fromEntries(undecidedStates.map((state) => [state, count((one) => one.state === state)])),
    }
  })
}

const inOrder = <Row extends { readonly name: string }>(rows: readonly Row[]) =>
  rows.toSorted((one, other) => (one.name < other.name ? -1 : 1))

describe('promises', () => {
  it('add up to what a count clock by clock gives, however their tickets came to be known', () => {
    const tickets = fc.array(ticket, { maxLength: 40 })
    const story = fc.record({
      read: tickets,
      heard: tickets,
      gone: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }),
      from: fc.integer({ min: 0, max: 20 }),
      to: fc.integer({ min: 0, max: 21 }),
      queues: fc.option(fc.subarray(['front', 'elsewhere'])),
      most: fc.integer({ min: 1, max: 6 }),
    })
    fc.assert(
      fc.property(story, ({ read, heard, gone, from, to, queues, most }) => {
        const chosen = byNumber([...read.filter(({ number }) => !gone.includes(number)), ...heard]).filter(
          ({ at, queue }) => at >= from && at < to && (queues === null || queues.includes(queue ?? '')),
        )
        const facts = chunkOf(byNumber(read), heard, gone)
        const sums = whole(addUpPromises(facts, { from, to, only: { queue: queues } }, { now, most }))
        const told = sums.verdicts.map(({ split, metric, key, ...counts }) => ({
          name: JSON.stringify([split, metric, key]),
          ...counts,
        }))
        expect(inOrder(told)).toEqual(inOrder(recount(chosen)))
        const latest = chosen
          .map(({ number, clocks }) => ({
            number,
            lateMs: Math.max(...clocks.filter((one) => verdictOf(one) === 'breached').map(lateOf)),
          }))
          .filter(({ lateMs }) => lateMs > -Infinity)
          .toSorted((one, other) => other.lateMs - one.lateMs || one.number - other.number)
        expect(sums.latest).toEqual(latest.slice(0, most).map(({ number }) => number))
      }),
    )
  })

  it('come in the order of split, metric and key, tickets without the property last', () => {
    const one: Clock = {
      metric: 'firstResponse',
      policy: 'always-on',
      queue: null,
      state: 'running',
      breachedAt: null,
      metAt: null,
    }
    const tickets = [null, 'payments', 'front'].map((queue, index) => ({
      number: index + 1,
      at: 0,
      queue,
      priority: 'low',
      clocks: [one],
    }))
    const { verdicts } = whole(addUpPromises(chunkOf(tickets, [], []), { from: 0, to: 1, only: {} }, { now, most: 1 }))
    expect(verdicts.map(({ split, key }) => [split, key])).toEqual([
      ['metric', null],
      ['policy', 'always-on'],
      ['priority', 'low'],
      ['queue', 'front'],
      ['queue', 'payments'],
      ['queue', null],
    ])
  })
})
