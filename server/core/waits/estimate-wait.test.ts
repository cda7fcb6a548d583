import { describe, expect, it } from 'vitest'
import { estimateWait } from './estimate-wait.ts'
import { type Observed, type SimulatedQueue, simulateQueue } from './queue-simulator.testing.ts'
import type { PresentAgent, QueueNow, ServedWait, WaitHistory } from './types.ts'

const hourMs = 3_600_000
const minuteMs = 60_000

const steps = (first: number, then: number, last: number) => [
  { from: 0, agents: first },
  { from: 4 * hourMs, agents: then },
  { from: 8 * hourMs, agents: last },
]
const busy = { hours: 12, arrivals: 1 / 20_000, handleMs: 180_000, handleSpread: 1, answerMs: 8_000 }
const worlds: Record<string, Omit<SimulatedQueue, 'seed'>> = {
  'half of ten agents leave for four hours': { ...busy, patienceMs: 600_000, staff: steps(10, 5, 10) },
  'seven agents become twelve and seven again': { ...busy, patienceMs: 900_000, staff: steps(7, 12, 7) },
  'handle times are very uneven': { ...busy, handleSpread: 1.5, patienceMs: 600_000, staff: steps(10, 5, 10) },
  'one to three agents': { ...busy, arrivals: 1 / 90_000, patienceMs: 1_200_000, staff: steps(2, 1, 3) },
}

interface Score {
  n: number
  withinP90: number
  withinP50: number
  errorS: number
  formulaS: number
  lastToEnterS: number
  headOfLineS: number
}

/** Of those who were served and found nobody free; the first half hour is not scored. */
function scoreOf(world: Omit<SimulatedQueue, 'seed'>, isScored = (_one: Observed) => true): Score {
  const sums = { n: 0, withinP90: 0, withinP50: 0, errorS: 0, formulaS: 0, lastToEnterS: 0, headOfLineS: 0 }
  const all = [1, 2, 3].flatMap((seed) => simulateQueue({ ...world, seed }))
  for (const { at, now, history, waitedMs } of all.filter(isScored)) {
    if (at < hourMs / 2 || waitedMs === null || now.agents.some((agent) => agent.freePlaces > 0)) continue
    const estimate = estimateWait(now, history)
    if (estimate === null) continue
    const waitedS = waitedMs / 1000
    sums.n += 1
    if (waitedS <= estimate.p90Seconds) sums.withinP90 += 1
    if (waitedS <= estimate.p50Seconds) sums.withinP50 += 1
    sums.errorS += Math.abs(waitedS - estimate.p50Seconds)
    const others = otherEstimates({ now, history })
    sums.formulaS += Math.abs(waitedS - others.formulaS)
    sums.lastToEnterS += Math.abs(waitedS - others.lastToEnterS)
    sums.headOfLineS += Math.abs(waitedS - others.headOfLineS)
  }
  const share = (sum: number) => Number((sum / sums.n).toFixed(3))
  const { n, ...rest } = sums
  return { n, ...mapValues(rest, share) }
}

function mapValues<Key extends string>(
  values: Record<Key, number>,
  change: (value: number) => number,
): Record<Key, number> {
  return Object.fromEntries(Object.entries<number>(values).map(([key, value]) => [key, change(value)])) as Record<
    Key,
    number
  >
}

function otherEstimates({ now, history }: Pick<Observed, 'now' | 'history'>) {
  const { handling, served } = history
  const handleMs = handling.inHandMs / handling.finished
  const last = served.at(-1)
  return {
    formulaS: ((now.position / now.agents.length) * handleMs) / 1000,
    lastToEnterS: last === undefined ? 0 : (last.acceptedAt - last.enteredAt) / 1000,
    headOfLineS: now.earliestEntry === null ? 0 : (now.now - now.earliestEntry) / 1000,
  }
}

describe('the estimate on simulated changes of staffing', () => {
  for (const [name, world] of Object.entries(worlds)) {
    it(`bounds nine of ten waits and errs less than the simple formulas when ${name}`, () => {
      const score = scoreOf(world)
      const figures = JSON.stringify(score)
      expect(score.n, figures).toBeGreaterThan(500)
      expect(score.withinP90, figures).toBeGreaterThanOrEqual(0.85)
      expect(score.withinP90, figures).toBeLessThanOrEqual(0.95)
      expect(score.errorS, figures).toBeLessThan(Math.min(score.formulaS, score.lastToEnterS, score.headOfLineS))
    })
  }

  it('is nearly as good as position / agents x handle time where that is exactly right: nobody ever gives up', () => {
    const score = scoreOf({ ...busy, patienceMs: Infinity, staff: steps(10, 9, 12) })
    expect(score.withinP90, JSON.stringify(score)).toBeGreaterThanOrEqual(0.85)
    expect(score.withinP90, JSON.stringify(score)).toBeLessThanOrEqual(0.96)
    expect(score.errorS, JSON.stringify(score)).toBeLessThan(1.03 * score.formulaS)
  })

  it('bounds the waits of both classes where urgent tasks go before the others', () => {
    const urgent = { share: 0.4, overtakesForMs: 30 * minuteMs }
    const world = { ...busy, patienceMs: 900_000, urgent, staff: steps(10, 8, 10) }
    for (const isUrgent of [true, false]) {
      const score = scoreOf(world, (one) => one.isUrgent === isUrgent)
      const figures = JSON.stringify({ isUrgent, ...score })
      expect(score.withinP90, figures).toBeGreaterThanOrEqual(0.85)
      expect(score.withinP90, figures).toBeLessThanOrEqual(0.95)
      expect(score.errorS, figures).toBeLessThan(Math.min(score.lastToEnterS, score.headOfLineS))
    }
  })

  it('errs on the safe side where handle times are regular', () => {
    const even = { ...busy, handleSpread: 0.4, patienceMs: 900_000, staff: steps(10, 5, 10) }
    const score = scoreOf(even)
    expect(score.withinP90, JSON.stringify(score)).toBeGreaterThanOrEqual(0.9)
    expect(score.errorS, JSON.stringify(score)).toBeLessThan(score.formulaS)
  })
})

const at = 10 * hourMs
const agent = (number: number, freePlaces = 0): PresentAgent => ({
  agentId: `a${number}`,
  presentSince: 0,
  places: 1,
  freePlaces,
})
/** One served a minute, each after five minutes, by two agents in turn. */
const served: ServedWait[] = Array.from({ length: 20 }, (_, index) => {
  const offeredAt = at - (20 - index) * minuteMs
  return { enteredAt: offeredAt - 5 * minuteMs, offeredAt, acceptedAt: offeredAt + 10_000, agentId: `a${index % 2}` }
})
const nothing: WaitHistory = { served: [], left: [], handling: { finished: 0, inHandMs: 0 } }
const history: WaitHistory = { served, left: [], handling: { finished: 20, inHandMs: 40 * minuteMs } }
const queue: QueueNow = {
  now: at,
  isOpen: true,
  position: 5,
  waitedMs: 0,
  waiting: 4,
  earliestEntry: at - 4 * minuteMs,
  agents: [agent(0), agent(1)],
  overtaking: [],
}

describe('an estimate', () => {
  it('follows the pace at which the queue is served', () => {
    const estimate = estimateWait(queue, history)
    expect(estimate).toMatchObject({ basis: 'pace', confidence: 'medium' })
    expect(estimate?.p50Seconds).toBeGreaterThan(4 * 60)
    expect(estimate?.p50Seconds).toBeLessThan(6 * 60)
  })

  it('doubles at once when one of two agents leaves', () => {
    const both = estimateWait(queue, history)?.p50Seconds ?? 0
    const one = estimateWait({ ...queue, agents: [agent(0)] }, history)?.p50Seconds ?? 0
    expect(one / both).toBeGreaterThan(1.7)
    expect(one / both).toBeLessThan(2.3)
  })

  it('rests on handle times and places while nothing has been served yet', () => {
    expect(estimateWait(queue, { ...nothing, handling: history.handling })).toMatchObject({
      basis: 'staffing',
      confidence: 'low',
    })
  })

  it('is the delay of others where no pace is known', () => {
    expect(estimateWait(queue, { ...nothing, served: served.slice(-1) })?.basis).toBe('last_to_enter')
    expect(estimateWait(queue, nothing)?.basis).toBe('head_of_line')
  })

  it('is the time to answer where somebody is free', () => {
    const free = { ...queue, position: 1, waiting: 0, earliestEntry: null, agents: [agent(0, 1)] }
    expect(estimateWait(free, history)).toMatchObject({ basis: 'free_agent', p50Seconds: 10 })
  })

  it('counts those who will enter later and go before', () => {
    const always = { ...queue, overtaking: [{ rate: 0.5 / minuteMs, forMs: Infinity }] }
    const shortly = { ...queue, overtaking: [{ rate: 0.5 / minuteMs, forMs: 2 * minuteMs }] }
    const [plain, some, all] = [queue, shortly, always].map((one) => estimateWait(one, history)?.p50Seconds ?? 0)
    expect([plain, some, all]).toEqual([plain, some, all].toSorted((one, other) => (one ?? 0) - (other ?? 0)))
    expect(new Set([plain, some, all]).size).toBe(3)
  })

  it('is unknown rather than invented', () => {
    const unknown = (change: Partial<QueueNow>, past = history) => estimateWait({ ...queue, ...change }, past)
    expect(unknown({ isOpen: false })).toBeNull()
    expect(unknown({ agents: [] })).toBeNull()
    expect(unknown({ waiting: 0, earliestEntry: null, position: 1 }, nothing)).toBeNull()
    // More come in before it than are served.
    expect(unknown({ overtaking: [{ rate: 2 / minuteMs, forMs: Infinity }] })).toBeNull()
    // It has waited long beside a free agent: something else keeps it.
    expect(unknown({ position: 1, waitedMs: 5 * minuteMs, agents: [agent(0, 1)] })).toBeNull()
  })
})
