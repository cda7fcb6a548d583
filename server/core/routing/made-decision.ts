import type { Decision, DecisionRecord } from './effects.ts'
import { recordOf, type Evidence } from './record.ts'
import type { TaskItem } from './state.ts'

type Terms = Pick<Decision, 'taskKind' | 'maxAtOnce' | 'expiresAt'>

/**
 * A decision as `decide` gives it. Its record is written out when it is first asked for, from what was found when the
 * decision was made: texts and lists cost more than the decision itself.
 */
export class MadeDecision implements Decision {
  readonly kind = 'offer'
  readonly taskId: string
  readonly taskVersion: number
  readonly agentId: string
  readonly queueId: string
  readonly taskKind: string
  readonly units: number
  readonly maxAtOnce: number | null
  readonly expiresAt: number
  readonly #evidence: Evidence
  #record: DecisionRecord | null = null

  /** Of a task that has just been reserved. */
  constructor(task: TaskItem, terms: Terms, evidence: Evidence) {
    this.taskId = task.id
    this.taskVersion = task.version
    this.agentId = task.agentId ?? ''
    this.queueId = task.queue.id
    this.taskKind = terms.taskKind
    this.units = task.units
    this.maxAtOnce = terms.maxAtOnce
    this.expiresAt = terms.expiresAt
    this.#evidence = evidence
  }

  get record(): DecisionRecord {
    this.#record ??= recordOf(this.#evidence)
    return this.#record
  }

  /** The decision as plain data, with its record. */
  toJSON(): Decision {
    const { kind, taskId, taskVersion, agentId, queueId, taskKind, units, maxAtOnce, expiresAt, record } = this
    return { kind, taskId, taskVersion, agentId, queueId, taskKind, units, maxAtOnce, expiresAt, record }
  }
}
