import { Random } from '../routing/random.testing.ts'
import type { LeftWait, Overtaking, QueueNow, ServedWait, WaitHistory } from './types.ts'

/** A queue served in order of entry, with an urgent class before it if told; durations in ms, rates per ms. */
export interface SimulatedQueue {
  readonly seed: number
  readonly hours: number
  readonly arrivals: number
  readonly handleMs: number
  /** Coefficient of variation of the handle time (lognormal); 1 = as spread as exponential. */
  readonly handleSpread: number
  /** Mean of an exponential patience; Infinity = nobody leaves. */
  readonly patienceMs: number
  readonly answerMs: number
  /** This share of the arrivals goes before what entered up to so long before it. */
  readonly urgent?: { readonly share: number; readonly overtakesForMs: number }
  /** From each instant on this many agents are there. */
  readonly staff: readonly { readonly from: number; readonly agents: number }[]
}

/** What is known when a task enters, and what became of it; null = it left. */
export interface Observed {
  readonly at: number
  readonly isUrgent: boolean
  readonly now: QueueNow
  readonly history: WaitHistory
  readonly waitedMs: number | null
}

interface Waiting {
  readonly place: number
  /** Who has the earlier one is served first. */
  readonly rankAt: number
  readonly enteredAt: number
  readonly leavesAt: number
}

interface Server {
  readonly agentId: string
  since: number | null
  freeAt: number
}

const historyLength = 60
const hourMs = 3_600_000

/** Runs the queue and gives what a forecaster would have seen at every arrival. */
export function simulateQueue(queue: SimulatedQueue): Observed[] {
  const simulation = new Simulation(queue)
  simulation.run()
  return simulation.observed()
}

class Simulation {
  readonly #queue: SimulatedQueue
  readonly #random: Random
  readonly #servers: Server[]
  #waiting: Waiting[] = []
  readonly #served: ServedWait[] = []
  readonly #left: LeftWait[] = []
  readonly #handled: { from: number; until: number }[] = []
  readonly #waits = new Map<number, number | null>()
  readonly #seen: Omit<Observed, 'waitedMs'>[] = []

  constructor(queue: SimulatedQueue) {
    this.#queue = queue
    this.#random = new Random(queue.seed)
    const most = Math.max(...queue.staff.map((one) => one.agents))
    this.#servers = Array.from({ length: most }, (_, index) => ({ agentId: `a${index}`, since: null, freeAt: 0 }))
  }

  run(): void {
    const { hours, arrivals, staff } = this.#queue
    let nextArrival = this.#exponential(1 / arrivals)
    for (let at = 0; at < hours * hourMs;) {
      at = Math.min(
        nextArrival,
        ...this.#waiting.map((task) => task.leavesAt),
        ...this.#servers.map((server) => server.freeAt).filter((freeAt) => freeAt > at),
        ...staff.map((one) => one.from).filter((from) => from > at),
      )
      this.#staff(at)
      this.#leave(at)
      if (at === nextArrival) {
        this.#arrive(at)
        nextArrival = at + this.#exponential(1 / arrivals)
      }
      this.#serve(at)
    }
  }

  /** Those whose wait ended within the run. */
  observed(): Observed[] {
    return this.#seen.flatMap((seen, place) => {
      const waitedMs = this.#waits.get(place)
      return waitedMs === undefined ? [] : [{ ...seen, waitedMs }]
    })
  }

  #staff(at: number): void {
    const agents = this.#queue.staff.findLast((one) => one.from <= at)?.agents ?? 0
    for (const [index, server] of this.#servers.entries()) {
      if (index >= agents) server.since = null
      else server.since ??= at
    }
  }

  #leave(at: number): void {
    for (const { place, enteredAt, leavesAt } of this.#waiting.filter((task) => task.leavesAt <= at)) {
      this.#left.push({ enteredAt, endedAt: leavesAt })
      this.#waits.set(place, null)
    }
    this.#waiting = this.#waiting.filter((task) => task.leavesAt > at)
  }

  #arrive(at: number): void {
    const { urgent, patienceMs } = this.#queue
    const isUrgent = urgent !== undefined && this.#random.chance(urgent.share)
    const rankAt = isUrgent ? at - urgent.overtakesForMs : at
    const ahead = this.#waiting.filter((task) => task.rankAt <= rankAt).length
    const now = { ...this.#now(at), position: ahead + 1, overtaking: isUrgent ? [] : this.#overtaking(at) }
    this.#seen.push({ at, isUrgent, now, history: this.#history(at) })
    const leavesAt = at + this.#exponential(patienceMs)
    this.#waiting.splice(ahead, 0, { place: this.#seen.length - 1, rankAt, enteredAt: at, leavesAt })
  }

  #serve(at: number): void {
    for (;;) {
      const [free] = this.#servers
        .filter((server) => server.since !== null && server.freeAt <= at)
        .toSorted((one, other) => one.freeAt - other.freeAt)
      const task = free === undefined ? undefined : this.#waiting.shift()
      if (free === undefined || task === undefined) return
      const { place, enteredAt } = task
      const acceptedAt = at + this.#random.next() * 2 * this.#queue.answerMs
      free.freeAt = acceptedAt + this.#handleMs()
      this.#served.push({ enteredAt, offeredAt: at, acceptedAt, agentId: free.agentId })
      this.#handled.push({ from: acceptedAt, until: free.freeAt })
      this.#waits.set(place, acceptedAt - enteredAt)
    }
  }

  #overtaking(at: number): Overtaking[] {
    const { urgent } = this.#queue
    if (urgent === undefined) return []
    const lately = this.#seen.filter((one) => one.isUrgent && one.at > at - hourMs).length
    return [{ rate: lately / hourMs, forMs: urgent.overtakesForMs }]
  }

  #now(at: number): Omit<QueueNow, 'position' | 'overtaking'> {
    const entries = this.#waiting.map((task) => task.enteredAt)
    return {
      now: at,
      isOpen: true,
      waitedMs: 0,
      waiting: this.#waiting.length,
      earliestEntry: entries.length === 0 ? null : Math.min(...entries),
      agents: this.#servers.flatMap(({ agentId, since, freeAt }) =>
        since === null ? [] : [{ agentId, presentSince: since, places: 1, freePlaces: freeAt <= at ? 1 : 0 }],
      ),
    }
  }

  #history(at: number): WaitHistory {
    const served = this.#served.slice(-historyLength).filter((one) => one.offeredAt > at - hourMs)
    const taken = this.#handled.slice(-served.length || Infinity)
    return {
      served,
      left: this.#left.slice(-historyLength).filter((one) => one.endedAt > at - hourMs),
      handling: {
        finished: taken.filter((one) => one.until <= at).length,
        inHandMs: taken.reduce((sum, one) => sum + Math.min(one.until, at) - Math.min(one.from, at), 0),
      },
    }
  }

  #exponential(mean: number): number {
    return mean === Infinity ? Infinity : -mean * Math.log(1 - this.#random.next())
  }

  /** Lognormal with the mean and spread asked for (Box and Muller's transform). */
  #handleMs(): number {
    const { handleMs, handleSpread } = this.#queue
    const sigma = Math.sqrt(Math.log(1 + handleSpread ** 2))
    const radius = Math.sqrt(-2 * Math.log(1 - this.#random.next()))
    const normal = radius * Math.cos(2 * Math.PI * this.#random.next())
    return handleMs * Math.exp(sigma * normal - sigma ** 2 / 2)
  }
}
