import {
  applyEvent,
  createEngine,
  decide,
  loadSnapshot,
  type Decision,
  type Engine,
  type EventBody,
} from '../../server/core/routing/index.ts'
import { START_MS, syntheticLoad, type Size, type SyntheticLoad } from './synthetic-load.ts'

export interface Plan {
  size: Size
  /** `freed agent`: all agents busy, the backlog constant. `arriving task`: half of the agents idle, no backlog. */
  mode: 'freed agent' | 'arriving task'
  /** Tasks that arrive, and agents that finish, between two calls of `decide`. */
  batch: number
  decisions: number
}

export interface Measured extends Plan {
  indexBuildMs: number
  /** Time inside `decide` only: choose, record, reserve. */
  decisionsPerSecond: number
  /** The same by the thread's CPU time, which a busy machine disturbs less; only for batches of 8 and more. */
  decisionsPerCpuSecond: number | null
  /** Per decision: the time of a call divided by its decisions. */
  p50Us: number
  p99Us: number
  p999Us: number
  worstUs: number
  /** The whole cycle in the engine: enter, end, decide, commit, accept (five events a decision). */
  cyclesPerSecond: number
  rssMb: number
  largestRecordBytes: number
}

/** One engine under a running load: the clock and the sequence move with every event. */
class Running {
  readonly engine: Engine
  readonly active: Decision[] = []
  now = START_MS
  #sequence = 0
  #entered: number
  readonly #load: SyntheticLoad

  constructor(engine: Engine, load: SyntheticLoad, entered: number) {
    this.engine = engine
    this.#load = load
    this.#entered = entered
  }

  enter(): void {
    this.#feed({ kind: 'task.entered', task: this.#load.task(this.#entered, this.now) })
    this.#entered += 1
  }

  take(decision: Decision): void {
    const { taskId, taskVersion, agentId, units, expiresAt } = decision
    const offerId = `${taskId}-offer`
    const offer = { offerId, version: 1, taskId, agentId, units, expiresAt }
    this.#feed({ kind: 'offer.committed', offer, taskVersion: taskVersion + 1 })
    this.#feed({ kind: 'offer.accepted', offerId, version: 2, taskId, taskVersion: taskVersion + 2, agentId })
    this.active.push(decision)
  }

  finish(at: number): void {
    const ended = this.active[at]
    const last = this.active.pop()
    if (ended === undefined || last === undefined) return
    if (at < this.active.length) this.active[at] = last
    this.#feed({ kind: 'task.left', taskId: ended.taskId, version: ended.taskVersion + 3, reason: 'completed' })
  }

  #feed(body: EventBody): void {
    this.#sequence += 1
    applyEvent(this.engine, { sequence: this.#sequence, at: this.now, ...body })
  }
}

const start = ({ size, mode }: Plan) => {
  const load = syntheticLoad(size, 11)
  const isSurplus = mode === 'arriving task'
  const engine = createEngine(load.config)
  const tasks = Array.from({ length: size.waiting }, (_, index) => load.task(index, START_MS - 1 - index * 7))
  const begun = performance.now()
  loadSnapshot(engine, { sequence: 0, now: START_MS, agents: load.agents, tasks, offers: [] })
  const indexBuildMs = performance.now() - begun
  const running = new Running(engine, load, size.waiting)
  if (isSurplus) for (let index = 0; index < size.agents / 2; index += 1) running.enter()
  for (let made = decide(engine, running.now, 50_000); made.length > 0; made = decide(engine, running.now, 50_000)) {
    for (const decision of made) running.take(decision)
    if (!isSurplus) for (let index = 0; index < made.length; index += 1) running.enter()
  }
  return { running, indexBuildMs }
}

/** Times of every decision (us), and what they sum to. Runs a quarter more first, untimed. */
const cycle = (running: Running, { batch, decisions }: Plan) => {
  const timesUs: number[] = []
  let spentMs = 0
  let cpuUs = 0
  let largestRecordBytes = 0
  let begun = performance.now()
  for (let round = 0, warm = false; timesUs.length < decisions; round += 1) {
    if (!warm && timesUs.length > decisions / 4) {
      warm = true
      timesUs.length = 0
      spentMs = 0
      cpuUs = 0
      begun = performance.now()
    }
    running.now += 3
    for (let index = 0; index < batch; index += 1) {
      running.finish(((round * batch + index) * 7919) % running.active.length)
      running.enter()
    }
    const cpuBefore = process.threadCpuUsage()
    const before = performance.now()
    const made = decide(running.engine, running.now, batch * 2)
    const tookMs = performance.now() - before
    const cpu = process.threadCpuUsage(cpuBefore)
    spentMs += tookMs
    cpuUs += cpu.user + cpu.system
    for (const decision of made) {
      running.take(decision)
      timesUs.push((tookMs * 1000) / made.length)
    }
    if (round % 1_000 === 0)
      for (const { record } of made) largestRecordBytes = Math.max(largestRecordBytes, JSON.stringify(record).length)
  }
  return { timesUs, spentMs, cpuUs, largestRecordBytes, tookMs: performance.now() - begun }
}

const round2 = (value: number): number => Math.round(value * 100) / 100

/** Runs one plan in this process, on one thread. */
export const measure = (plan: Plan): Measured => {
  const { running, indexBuildMs } = start(plan)
  const { timesUs, spentMs, cpuUs, largestRecordBytes, tookMs } = cycle(running, plan)
  const sorted = Float64Array.from(timesUs).sort()
  const at = (share: number): number =>
    round2(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
  return {
    ...plan,
    indexBuildMs: round2(indexBuildMs),
    decisionsPerSecond: Math.round((sorted.length / spentMs) * 1000),
    decisionsPerCpuSecond: plan.batch < 8 ? null : Math.round((sorted.length / cpuUs) * 1_000_000),
    p50Us: at(0.5),
    p99Us: at(0.99),
    p999Us: at(0.999),
    worstUs: at(1),
    cyclesPerSecond: Math.round((sorted.length / tookMs) * 1000),
    rssMb: Math.round(process.memoryUsage().rss / 1_048_576),
    largestRecordBytes,
  }
}
