import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addUpFacts,
  countFacts,
  createChunk,
  createWordBooks,
  dropFact,
  factMarks,
  putFact,
  type Slices,
  type TicketFact,
} from './index.ts'
import { quantiles } from './quantile.ts'

const dayMs = 86_400_000

/** What slices give in the end. */
function whole<Result>(slices: Slices<Result>): Result {
  for (;;) {
    const step = slices.next()
    if (step.done === true) return step.value
  }
}

/** As `percentile_cont` of SQL defines it. */
function quantile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((one, other) => one - other)
  const place = share * (sorted.length - 1)
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return low + (high - low) * (place - Math.floor(place))
}

const fact: fc.Arbitrary<TicketFact> = fc.record({
  number: fc.integer({ min: 1, max: 30 }),
  at: fc.integer({ min: 0, max: 100 }),
  elapsedMs: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.NaN)),
  marks: fc.integer({ min: 0, max: 7 }),
  words: fc.tuple(
    ...['q', 'c', 's', 'a', 't', 'k', 'p'].map((word) => fc.constantFrom(null, `${word}1`, `${word}2`, `${word}3`)),
  ),
  promises: fc.constant(null),
})

const byNumber = (facts: readonly TicketFact[]) =>
  [...new Map(facts.map((one) => [one.number, one])).values()].toSorted((one, other) => one.number - other.number)

/** A chunk that was read with some tickets and then heard of the others. */
function chunkOf(read: readonly TicketFact[], heard: readonly TicketFact[], dropped: readonly number[]) {
  const books = createWordBooks()
  const known = byNumber(read)
  const column = (pick: (one: TicketFact) => number) => Float64Array.from(known, pick)
  const chunk = createChunk(
    {
      numbers: column(({ number }) => number),
      at: column(({ at }) => at),
      elapsedMs: column(({ elapsedMs }) => elapsedMs),
      marks: column(({ marks }) => marks),
      words: books.map((_, index) => known.map(({ words }) => words[index] ?? '')),
      promises: null,
    },
    { books, hasPromises: false },
  )
  for (const number of dropped) dropFact(chunk, number)
  for (const one of heard) putFact(chunk, one, books)
  return { chunks: [chunk], books }
}

describe('facts', () => {
  it('have exact quantiles', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 })), (list) => {
        expect(whole(quantiles(Float64Array.from(list), [0.5, 0.9]))).toEqual([
          quantile(list, 0.5),
          quantile(list, 0.9),
        ])
      }),
    )
  })

  it('add up to what a plain count gives, however they came to be known', () => {
    const facts = fc.array(fact, { maxLength: 40 })
    const story = fc.record({
      read: facts,
      heard: facts,
      gone: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 5 }),
      from: fc.integer({ min: 0, max: 100 }),
      to: fc.integer({ min: 0, max: 101 }),
      queues: fc.option(fc.subarray(['q1', 'q2', 'elsewhere'])),
    })
    fc.assert(
      fc.property(story, ({ read, heard, gone, from, to, queues }) => {
        const now = byNumber([...read.filter(({ number }) => !gone.includes(number)), ...heard]).filter(
          ({ at, words }) => at >= from && at < to && (queues === null || queues.includes(words[0] ?? '')),
        )
        const question = { from, to, only: { queue: queues } }
        const sums = whole(addUpFacts(chunkOf(read, heard, gone), question, 'agent'))
        const alone = whole(addUpFacts(chunkOf(read, heard, gone), question, null))
        const keys = [...new Set(now.map(({ words }) => words[3] ?? null))]
        const expected = [
          countOf(now, { key: null, isTotal: true }),
          ...keys.map((key) =>
            countOf(
              now.filter(({ words }) => (words[3] ?? null) === key),
              { key, isTotal: false },
            ),
          ),
        ]
        const order = ({ isTotal, key }: { isTotal: boolean; key: string | null }) => `${!isTotal} ${key}`
        const inOrder = <Row extends { isTotal: boolean; key: string | null }>(rows: readonly Row[]) =>
          rows.toSorted((one, other) => order(one).localeCompare(order(other)))
        expect(inOrder(sums)).toEqual(inOrder(expected))
        expect(alone).toEqual(expected.slice(0, 1))
      }),
    )
  })

  it('are counted by day and by word as a plain count has them', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 40 }), (drawn) => {
        const facts = byNumber(drawn).map((one) => ({ ...one, at: one.at * (dayMs / 8) }))
        const question = { from: dayMs, to: 9 * dayMs, only: {} }
        const chosen = facts.filter(({ at }) => at >= question.from && at < question.to)
        const counted = whole(countFacts(chunkOf(facts, [], []), question, ['agent']))
        const sizes = <Key>(groups: Map<Key, unknown[]>) => new Map([...groups].map(([key, own]) => [key, own.length]))
        expect(counted.byDay).toEqual(sizes(Map.groupBy(chosen, ({ at }) => Math.floor(at / dayMs))))
        expect(counted.by.get('agent')).toEqual(sizes(Map.groupBy(chosen, ({ words }) => words[3] ?? null)))
      }),
    )
  })

  it('of many tickets are gone over in slices, each of them once', () => {
    const words = ['q1', 'c1', null, 'a1', null, null, null]
    const many = Array.from({ length: 30_000 }, (_, number) => {
      const own = { words: words.with(0, `q${number % 2}`), promises: null }
      return { number, at: number, elapsedMs: number, marks: factMarks.met, ...own }
    })
    const slices = [...countFacts(chunkOf(many, [], []), { from: 0, to: 30_000, only: { queue: ['q1'] } }, [])]
    expect(Math.max(...slices)).toBeLessThan(10_000)
    expect(slices.reduce((sum, rows) => sum + rows, 0)).toBe(30_000)
    const [sums] = whole(addUpFacts(chunkOf(many, [], []), { from: 10, to: 29_990, only: {} }, 'queue'))
    expect(sums).toMatchObject({ tickets: 29_980, n: 29_980, met: 29_980, p50Ms: 14_999.5 })
  })
})

function countOf(facts: readonly TicketFact[], part: { key: string | null; isTotal: boolean }) {
  const has = (mark: number) => facts.filter(({ marks }) => (marks & mark) > 0).length
  const times = facts.map(({ elapsedMs }) => elapsedMs).filter((elapsed) => !Number.isNaN(elapsed))
  const channels = Map.groupBy(facts, ({ words }) => words[1] ?? '')
  return {
    ...part,
    tickets: facts.length,
    n: times.length,
    p50Ms: quantile(times, 0.5),
    p90Ms: quantile(times, 0.9),
    met: facts.filter(({ marks }) => (marks & factMarks.met) > 0 && (marks & factMarks.breached) === 0).length,
    breached: has(factMarks.breached),
    reopened: has(factMarks.reopened),
    byChannel: [...channels]
      .map(([channel, own]) => ({ channel, n: own.length }))
      .toSorted((one, other) => (one.channel < other.channel ? -1 : 1)),
  }
}
