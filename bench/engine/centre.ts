import {
  applyEvent,
  createEngine,
  decide,
  loadSnapshot,
  type Decision,
  type DecisionRecord,
  type Engine,
  type EventBody,
} from '../../server/core/routing/index.ts'
import { START_MS, syntheticLoad, type Size, type SyntheticLoad } from './synthetic-load.ts'

/** One engine under a running load: the clock and the sequence move with every event. */
export class Centre {
  readonly engine: Engine
  /** Tasks at work. A decision is let go when it is committed, as the router does. */
  readonly active: { taskId: string; version: number }[] = []
  now = START_MS
  /** Taking the rows in: indexes, signatures, lanes. */
  indexBuildMs = 0
  /** The latest one read; shows its real size. */
  lastRecord: DecisionRecord | null = null
  #sequence = 0
  #entered: number
  #finished = 0
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
    this.active.push({ taskId, version: taskVersion + 3 })
  }

  /** Ends one of the tasks at work; which one looks random and is the same in every run. */
  finishOne(): void {
    this.#finished += 7919
    const at = this.#finished % this.active.length
    const ended = this.active[at]
    const last = this.active.pop()
    if (ended === undefined || last === undefined) return
    if (at < this.active.length) this.active[at] = last
    this.#feed({ kind: 'task.left', ...ended, reason: 'completed' })
  }

  #feed(body: EventBody): void {
    this.#sequence += 1
    applyEvent(this.engine, { sequence: this.#sequence, at: this.now, ...body })
  }
}

/** A centre at work: either everybody is busy before a backlog, or half of the agents are idle and nothing waits. */
export const openCentre = (size: Size, hasBacklog: boolean): Centre => {
  const load = syntheticLoad(size, 11)
  const engine = createEngine(load.config)
  const tasks = Array.from({ length: size.waiting }, (_, index) => load.task(index, START_MS - 1 - index * 7))
  const begun = performance.now()
  loadSnapshot(engine, { sequence: 0, now: START_MS, agents: load.agents, tasks, offers: [] })
  const centre = new Centre(engine, load, size.waiting)
  centre.indexBuildMs = Math.round(performance.now() - begun)
  if (!hasBacklog) for (let index = 0; index < size.agents / 2; index += 1) centre.enter()
  for (let made = decide(engine, centre.now, 50_000); made.length > 0; made = decide(engine, centre.now, 50_000)) {
    for (const decision of made) centre.take(decision)
    if (hasBacklog) for (let index = 0; index < made.length; index += 1) centre.enter()
  }
  return centre
}
