import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterIssues, countReturns, findCluster, type IssueCluster, type IssueTicket, surgeOf } from './index.ts'
import { poissonTail } from './poisson-tail.ts'

const hour = 3_600_000
const week = 7 * 24 * hour
let made = 0
const ticket = (issueSummary: string, more: Partial<IssueTicket> = {}) => ({
  id: `t${made++}`,
  service: 'checkout',
  cause: null,
  category: 'payment_processing',
  issueSummary,
  ...more,
})
function issuesOf<Ticket extends IssueTicket>(tickets: readonly Ticket[], { least }: { least: number }) {
  const slices = clusterIssues(tickets, { least })
  for (;;) {
    const step = slices.next()
    if (step.done === true) return step.value
  }
}
const summaries = (clusters: readonly IssueCluster<IssueTicket>[]) =>
  clusters.map(({ tickets }) => tickets.map(({ issueSummary }) => issueSummary))

describe('the tail of the Poisson distribution', () => {
  it.each([
    [8, 2, 0.0011],
    [4, 0.5, 0.0018],
    [1, 1, 0.6321],
    [0, 3, 1],
    [5, 0, 0],
    [0, 0, 1],
    [1_000, 1_000, 0.5042],
    [3_000, 1_000, 0],
  ])('gives for %d seen where %d are expected %d', (seen, expected, p) => {
    expect(poissonTail(seen, expected)).toBeCloseTo(p, 4)
  })

  it('is the complement of the sum of all smaller counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0.01, max: 40, noNaN: true }), (seen, expected) => {
        let [term, sum] = [Math.exp(-expected), 0]
        for (let count = 0; count < seen; count++) {
          sum += term
          term *= expected / (count + 1)
        }
        expect(poissonTail(seen, expected)).toBeCloseTo(1 - sum, 9)
      }),
    )
  })
})

describe('issues', () => {
  it('are one by service and cause, whatever their words', () => {
    const config = { cause: 'config' }
    const found = issuesOf(
      [
        ticket('Card refused', config),
        ticket('Nothing happens on pay', config),
        ticket('Card refused', { ...config, service: 'app' }),
      ],
      { least: 2 },
    )
    expect(summaries(found)).toEqual([['Card refused', 'Nothing happens on pay']])
    expect(found[0]).toMatchObject({
      key: 'cause:checkout:config',
      by: 'cause',
      cause: 'config',
      category: 'payment_processing',
    })
  })

  it('are one by category and alike words where no cause was found', () => {
    const found = issuesOf(
      [
        ticket('Payment failed with error 402'),
        ticket('The payment fails: error 402!'),
        ticket('Cannot change my address'),
        ticket('payment FAILED, error 402 again', { category: 'other' }),
        ticket('Pago rechazado'),
      ],
      { least: 2 },
    )
    expect(summaries(found)).toEqual([['Payment failed with error 402', 'The payment fails: error 402!']])
    expect(found[0]).toMatchObject({ by: 'words', words: ['payment', 'error', '402'] })
  })

  it('hold every ticket once at most, do not depend on other groups, and are the same each time', () => {
    const words = fc.constantFrom('card', 'refused', 'login', 'slow', 'error', 'refund', 'late', 'order')
    const anyTicket = fc.record({
      service: fc.constantFrom(null, 'app', 'checkout'),
      cause: fc.constantFrom(null, null, 'config', 'bug'),
      category: fc.constantFrom(null, 'a', 'b'),
      issueSummary: fc.array(words, { maxLength: 4 }).map((list) => list.join(' ')),
    })
    fc.assert(
      fc.property(fc.array(anyTicket, { maxLength: 40 }), (drawn) => {
        const tickets = drawn.map((one, place) => ({ ...one, id: String(place) }))
        const found = issuesOf(tickets, { least: 1 })
        expect(found.flatMap((one) => one.tickets.map(({ id }) => id)).toSorted()).toEqual(
          tickets.map(({ id }) => id).toSorted(),
        )
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length)
        expect(issuesOf(tickets, { least: 1 })).toEqual(found)
        const ofApp = found.filter(({ service }) => service === 'app')
        expect(
          issuesOf(
            tickets.filter(({ service }) => service === 'app'),
            { least: 1 },
          ),
        ).toEqual(ofApp)
      }),
    )
  })
})

describe('a surge', () => {
  const to = 10 * week
  const time = { from: to - 4 * week - 4 * hour, to }

  it('is more than this hour of the week has seen before', () => {
    const usual = [1, 2, 3, 4].flatMap((weeks) => [to - weeks * week - hour, to - weeks * week - 2 * hour])
    const now = (count: number) => Array.from({ length: count }, (_, place) => to - 1 - place)
    const calm = surgeOf([...usual, ...now(2)], time)
    expect(calm).toMatchObject({ seen: 2, isSurging: false })
    expect(calm.expected).toBeCloseTo(8 / 5 + (8 * 4 * hour) / (4 * week) / 5, 6)
    expect(surgeOf([...usual, ...now(8)], time)).toMatchObject({ seen: 8, isSurging: true })
  })

  it('takes four at least, however rare', () => {
    expect(surgeOf([to - 1, to - 2, to - 3], time)).toMatchObject({ seen: 3, expected: 0, isSurging: false })
    expect(surgeOf([to - 1, to - 2, to - 3, to - 4], time)).toMatchObject({ p: 0, isSurging: true })
  })

  it('is none where as many come at any hour', () => {
    const steady = Array.from({ length: 300 }, (_, place) => to - 1 - place * 2 * hour)
    expect(surgeOf(steady, time)).toMatchObject({ seen: 2, isSurging: false })
  })
})

describe('coming again', () => {
  it('counts customers and tickets within the time', () => {
    const came = (customerId: string, ...days: number[]) =>
      days.map((day) => ({ customerId, createdAt: day * 24 * hour }))
    const tickets = [...came('a', 40, 1, 5), ...came('b', 3), ...came('c', 0, 31)]
    expect(countReturns(tickets, { withinMs: 30 * 24 * hour })).toEqual({
      customers: 3,
      customersAgain: 1,
      ticketsAgain: 1,
    })
  })
})

describe('a cluster', () => {
  const now = 10 * week
  const at = (issueSummary: string, createdAt: number) => ({ ...ticket(issueSummary), createdAt })
  const from = now - 4 * week
  const [fresh, words] = [[3, 2, 1, 0].map((ago) => at(`Lobby black ${ago}`, now - ago * hour)), 'Lobby black again']

  it('is found by the ticket that makes it one, with those of the latest hours', () => {
    const others = [...fresh, at('Invoice missing', now), at('Lobby black', now - 2 * week - 20 * hour)]
    const found = findCluster({ issueSummary: words, createdAt: now }, others, { from })
    expect(found?.tickets).toEqual(fresh)
    expect(found?.surge).toMatchObject({ seen: 4, isSurging: true })
    expect(findCluster({ issueSummary: words, createdAt: now - hour }, others, { from })).toBeNull()
  })

  it('is none where as many come at these hours every week, or the words are others', () => {
    const usual = [1, 2, 3].flatMap((weeks) =>
      fresh.map((one) => ({ ...one, createdAt: one.createdAt - weeks * week })),
    )
    expect(findCluster({ issueSummary: words, createdAt: now }, [...fresh, ...usual], { from })).toBeNull()
    expect(findCluster({ issueSummary: 'Refund please', createdAt: now }, fresh, { from })).toBeNull()
  })
})
