import type { Effect } from './effects.ts'
import type { EngineEvent } from './events.ts'
import { beginOf, type EngineLog, tell } from './replay.ts'
import type { TaskInput } from './types.ts'

/** By task and step of overflow: the row the task got by taking it; null = its wait ended by that. */
export type Moves = ReadonlyMap<string, TaskInput | null>

export const moveName = (taskId: string, step: string): string => `${taskId} ${step}`

/**
 * What became of the tasks of a log by the steps of overflow they took: the engine asks, and the next that the log tells
 * of the task is the answer. An offer made meanwhile says that it came too late.
 */
export const movesOf = (log: EngineLog): Moves => {
  const moves = new Map<string, TaskInput | null>()
  const asked = new Map<string, string>()
  const { engine, effects } = beginOf(log, log.config)
  const note = (told: Effect[]): void => {
    for (const effect of told) if (effect.kind === 'overflow') asked.set(effect.taskId, effect.step)
  }
  const settle = (taskId: string, row: TaskInput | null | undefined): void => {
    const step = asked.get(taskId)
    if (step === undefined) return
    asked.delete(taskId)
    if (row !== undefined) moves.set(moveName(taskId, step), row)
  }
  const hear = (event: EngineEvent): void => {
    if (event.kind === 'task.updated' || event.kind === 'task.entered') settle(event.task.taskId, event.task)
    else if (event.kind === 'task.left') settle(event.taskId, event.reason === 'completed' ? undefined : null)
    else if (event.kind === 'offer.committed') settle(event.offer.taskId, undefined)
  }
  note(effects)
  for (const entry of log.entries) {
    if (entry.kind === 'event') hear(entry.event)
    note(tell(engine, entry))
  }
  return moves
}
