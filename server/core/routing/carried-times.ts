import type { EngineLog } from './replay.ts'
import type { TaskInput } from './types.ts'

/** What became of a task. Times in ms. */
export interface Outcome {
  taskId: string
  queueId: string
  kind: string
  classId: string
  enteredAt: number
  /** Who took it first; null = nobody. */
  agentId: string | null
  /** Until it was taken, or left untaken; null = it still waits. */
  waitMs: number | null
  end: 'completed' | 'left' | 'open'
}

/** What a task takes with it into another course of things. */
export interface Carried {
  row: TaskInput
  /** From the offer to its acceptance. */
  answerMs: number
  /** From the acceptance to the end, pauses included; null = the log does not say. */
  serviceMs: number | null
  /** How long it waited before it left untaken; Infinity = it was taken, or waits still. */
  patienceMs: number
}

interface Trace extends Carried {
  offeredAt: number
  takenAt: number | null
  takenBy: string | null
  leftAt: number | null
}

const traceOf = (row: TaskInput): Trace => ({
  row,
  answerMs: 0,
  serviceMs: null,
  patienceMs: Infinity,
  offeredAt: 0,
  takenAt: null,
  takenBy: null,
  leftAt: null,
})

/** Follows every task that a log has seen waiting at its beginning, or entering later. */
const tracesOf = ({ start, entries }: EngineLog): Map<string, Trace> => {
  const waiting = start.tasks.filter(({ state }) => state === 'waiting')
  const traces = new Map(waiting.map((row) => [row.taskId, traceOf(row)]))
  for (const entry of entries) {
    if (entry.kind !== 'event') continue
    const { event } = entry
    if (event.kind === 'task.entered' && event.task.state === 'waiting' && !traces.has(event.task.taskId))
      traces.set(event.task.taskId, traceOf(event.task))
    const trace = 'taskId' in event ? traces.get(event.taskId) : undefined
    if (event.kind === 'offer.committed') {
      const offered = traces.get(event.offer.taskId)
      if (offered !== undefined) offered.offeredAt = event.at
    } else if (event.kind === 'offer.accepted' && trace !== undefined && trace.takenAt === null) {
      trace.takenAt = event.at
      trace.takenBy = event.agentId
      trace.answerMs = event.at - trace.offeredAt
    } else if (event.kind === 'task.left' && trace !== undefined) trace.leftAt = event.at
  }
  for (const trace of traces.values()) {
    const { takenAt, leftAt, row } = trace
    if (leftAt === null) continue
    if (takenAt === null) trace.patienceMs = leftAt - row.enteredAt
    else trace.serviceMs = leftAt - takenAt
  }
  return traces
}

/** The tasks of a log with what they carry, and what really became of them, in the order in which they came. */
export const readLog = (log: EngineLog): { carried: Carried[]; actual: Outcome[] } => {
  const traces = [...tracesOf(log).values()]
  const actual = traces.map(({ row, takenAt, takenBy, leftAt }): Outcome => {
    const { taskId, queueId, kind, classId, enteredAt } = row
    const waitEndsAt = takenAt ?? leftAt
    return {
      taskId,
      queueId,
      kind,
      classId,
      enteredAt,
      agentId: takenBy,
      waitMs: waitEndsAt === null ? null : waitEndsAt - enteredAt,
      end: leftAt === null ? 'open' : takenAt === null ? 'left' : 'completed',
    }
  })
  return { carried: traces, actual }
}

/** For tasks of unknown service time: the mean of their kind, else of all, else 0. */
export const meanServiceOf = (carried: readonly Carried[]): ((kind: string) => number) => {
  const meanOf = (ones: readonly Carried[]): number | null => {
    const known = ones.flatMap(({ serviceMs }) => serviceMs ?? [])
    return known.length === 0 ? null : Math.round(known.reduce((sum, ms) => sum + ms, 0) / known.length)
  }
  const byKind = Map.groupBy(carried, ({ row }) => row.kind)
  const overall = meanOf(carried) ?? 0
  return (kind) => meanOf(byKind.get(kind) ?? []) ?? overall
}
