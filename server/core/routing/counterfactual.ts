import { applyEvent } from './apply-event.ts'
import { moveName, type Moves, movesOf } from './carried-moves.ts'
import { type Carried, meanServiceOf, type Outcome, readLog } from './carried-times.ts'
import { decide } from './decide.ts'
import type { Decision, Effect } from './effects.ts'
import type { EngineEvent, EventBody } from './events.ts'
import { Heap } from './heap.ts'
import { beginOf, type EngineLog } from './replay.ts'
import type { ConfigChange } from './shadow.ts'
import type { Engine } from './state.ts'
import type { TaskInput } from './types.ts'
import { nextWakeAt } from './wake.ts'

export type { Outcome } from './carried-times.ts'

export interface Counterfactual {
  /** What really became of the log's tasks. */
  actual: Outcome[]
  /** What would have become of the same tasks. */
  outcomes: Outcome[]
}

/** Something that happens at an instant; of one instant in the order in which it was planned. */
interface Plan {
  at: number
  order: number
  body: EventBody
}

const DECISIONS_AT_ONCE = 1_000

/** Agents and hours come from the log as they were; what tasks do there follows from the decisions. */
const isGiven = ({ kind }: EngineEvent): boolean =>
  kind === 'agent.updated' || kind === 'agent.left' || kind === 'agent.presence' || kind === 'workflow.changed'

class Course {
  readonly #engine: Engine
  readonly #plans = new Heap<Plan>((left, right) => left.order < right.order)
  readonly #carried: Map<string, Carried>
  readonly #outcomes: Map<string, Outcome>
  readonly #meanServiceMs: (kind: string) => number
  readonly #moves: Moves
  #planned = 0
  #now: number
  /** A row's version rises with everything that happens to its task. */
  readonly #versions = new Map<string, number>()

  constructor(log: EngineLog, change: ConfigChange, carried: Carried[], actual: Outcome[]) {
    this.#engine = beginOf(log, change(log.config)).engine
    this.#now = log.start.now
    this.#carried = new Map(carried.map((one) => [one.row.taskId, one]))
    this.#outcomes = new Map(
      actual.map((one) => [one.taskId, { ...one, agentId: null, waitMs: null, end: 'open' as const }]),
    )
    this.#meanServiceMs = meanServiceOf(carried)
    this.#moves = movesOf(log)
    for (const { row, patienceMs } of carried) {
      this.#versions.set(row.taskId, row.version)
      if (patienceMs < Infinity) this.#planLeaving(row.taskId, row.enteredAt + patienceMs, 'abandoned')
    }
    for (const entry of log.entries) if (entry.kind === 'event') this.#planGiven(entry.event, change)
  }

  /** Lets everything happen; tasks that nobody can take stay open. */
  run(): Outcome[] {
    for (;;) {
      this.#decide()
      const wakeAt = nextWakeAt(this.#engine) ?? Infinity
      const next = this.#plans.top
      if (next === undefined && wakeAt === Infinity) break
      if (next === undefined || wakeAt < next.at) this.#apply(wakeAt, { kind: 'tick' })
      else {
        this.#plans.pop()
        this.#happen(next)
      }
    }
    return [...this.#outcomes.values()]
  }

  #plan(at: number, body: EventBody): void {
    this.#planned += 1
    this.#plans.push(at, { at, order: this.#planned, body })
  }

  #planGiven(event: EngineEvent, change: ConfigChange): void {
    if (event.kind === 'workflow.changed') this.#plan(event.at, { ...event, config: change(event.config) })
    else if (isGiven(event) || this.#isArrival(event) || this.#isOutside(event)) this.#plan(event.at, event)
  }

  #isArrival(event: EngineEvent): boolean {
    return event.kind === 'task.entered' && this.#carried.get(event.task.taskId)?.row === event.task
  }

  /** Work that never waited in the log: it was in hand when the log began, or came in somebody's hands. */
  #isOutside(event: EngineEvent): boolean {
    if (event.kind === 'task.left') return !this.#carried.has(event.taskId)
    return event.kind === 'task.entered' && !this.#carried.has(event.task.taskId)
  }

  #planLeaving(taskId: string, at: number, reason: 'completed' | 'abandoned'): void {
    this.#plan(at, { kind: 'task.left', taskId, version: Number.MAX_SAFE_INTEGER, reason })
  }

  #happen({ at, body }: Plan): void {
    if (body.kind === 'task.left' && !this.#isLeaving(body.taskId, body.reason, at)) return
    // Taken back meanwhile, so there is nothing to accept any more.
    if (body.kind === 'offer.accepted' && !this.#engine.offers.has(body.offerId)) return
    this.#apply(at, body)
    if (body.kind === 'offer.accepted') this.#take(body.taskId, body.agentId)
  }

  /** False for a customer who would have given up, had nobody taken the task by now. */
  #isLeaving(taskId: string, reason: string, at: number): boolean {
    const outcome = this.#outcomes.get(taskId)
    if (outcome === undefined) return true
    if (reason === 'completed') outcome.end = 'completed'
    else {
      if (outcome.agentId !== null || outcome.end !== 'open') return false
      outcome.end = 'left'
      outcome.waitMs = at - outcome.enteredAt
    }
    return true
  }

  #take(taskId: string, agentId: string): void {
    const outcome = this.#outcomes.get(taskId)
    const carried = this.#carried.get(taskId)
    if (outcome === undefined || carried === undefined) return
    outcome.agentId = agentId
    outcome.waitMs = this.#now - outcome.enteredAt
    const serviceMs = carried.serviceMs ?? this.#meanServiceMs(carried.row.kind)
    this.#planLeaving(taskId, this.#now + serviceMs, 'completed')
  }

  #apply(at: number, body: EventBody): void {
    this.#now = Math.max(this.#now, at)
    const effects = applyEvent(this.#engine, { sequence: this.#engine.sequence + 1, at: this.#now, ...body })
    for (const effect of effects) this.#follow(effect)
  }

  #follow(effect: Effect): void {
    if (effect.kind === 'overflow') this.#overflow(effect.taskId, effect.step)
    if (effect.kind === 'expire-task') this.#planLeaving(effect.taskId, this.#now, 'abandoned')
    if (effect.kind !== 'revoke' && effect.kind !== 'expire') return
    const { offerId, taskId, agentId } = effect
    const kind = effect.kind === 'revoke' ? 'offer.revoked' : 'offer.expired'
    const taskVersion = this.#nextVersion(taskId)
    this.#plan(this.#now, { kind, offerId, version: 2, taskId, taskVersion, agentId })
  }

  /** The step leads where it led in the log; one that was not taken there leads nowhere known, so the task waits on. */
  #overflow(taskId: string, step: string): void {
    const row = this.#moves.get(moveName(taskId, step))
    if (row === undefined) return
    if (row === null) return this.#planLeaving(taskId, this.#now, 'abandoned')
    const task: TaskInput = { ...row, version: this.#nextVersion(taskId), state: 'waiting', agentId: null, units: 0 }
    this.#apply(this.#now, { kind: 'task.updated', task })
  }

  #nextVersion(taskId: string): number {
    const version = (this.#versions.get(taskId) ?? 0) + 1
    this.#versions.set(taskId, version)
    return version
  }

  #decide(): void {
    const engine = this.#engine
    let made: Decision[]
    do {
      made = decide(engine, this.#now, DECISIONS_AT_ONCE)
      for (const decision of made) this.#commit(decision)
    } while (made.length > 0)
  }

  /** Every offer is accepted after the time its task's own acceptance took. */
  #commit({ taskId, agentId, units, expiresAt }: Decision): void {
    const taskVersion = this.#nextVersion(taskId)
    const offerId = `${taskId}/${taskVersion}`
    const offer = { offerId, version: 1, taskId, agentId, units, expiresAt }
    this.#apply(this.#now, { kind: 'offer.committed', offer, taskVersion })
    const acceptedVersion = this.#nextVersion(taskId)
    const answerMs = this.#carried.get(taskId)?.answerMs ?? 0
    const end = { offerId, version: 2, taskId, taskVersion: acceptedVersion, agentId }
    // In time, whatever the offer's time-out is there.
    this.#plan(Math.min(this.#now + answerMs, expiresAt - 1), { kind: 'offer.accepted', ...end })
  }
}

/**
 * The course of things under another config (`routing.md` L2, counterfactual): tasks arrive, agents come and go as the log
 * says; who takes what follows from the config. A task carries what it took in the log: the time to answer its offer, its
 * service time (the mean of its kind where the log does not say) and, if it left untaken, its patience. A step of overflow
 * is taken when it is due here and leads where it led in the log. Every offer is accepted; declines, other changes of a
 * waiting task, pauses and estimated waits are not carried.
 */
export const counterfactual = (log: EngineLog, change: ConfigChange): Counterfactual => {
  const { carried, actual } = readLog(log)
  return { actual, outcomes: new Course(log, change, carried, actual).run() }
}
