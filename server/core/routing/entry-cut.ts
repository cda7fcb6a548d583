import type { AgeingClass } from './config.ts'
import { scoreAt } from './score.ts'

/** How far a class goes before a task: entered before `enteredAt`; entered at it too, with a smaller id, when `isTied`. */
export interface EntryCut {
  enteredAt: number
  isTied: boolean
}

/** No task enters later than this from now. */
const FAR_MS = 86_400_000

/** The first entry (ms) from which the class scores no more than that; it scores less the later it entered. */
const firstEntry = (latest: number, holds: (enteredAt: number) => boolean): number => {
  let low = 0
  let high = latest
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Which tasks of a class an agent who may take both would be given before `task`, as a cut of their order of entry:
 * within a class the earlier entry always goes first, so they are the first so many. Uses the engine's own score, so
 * that whoever counts tasks by their entry has the engine's order exactly.
 */
export const entryCut = (
  ahead: AgeingClass,
  task: { ageing: AgeingClass; enteredAt: number },
  now: number,
): EntryCut => {
  const own = scoreAt(task.ageing, task.enteredAt, now)
  const latest = Math.max(now, task.enteredAt) + FAR_MS
  const tiedFrom = firstEntry(latest, (enteredAt) => scoreAt(ahead, enteredAt, now) <= own)
  if (task.enteredAt < tiedFrom) return { enteredAt: tiedFrom, isTied: false }
  const behindFrom = firstEntry(latest, (enteredAt) => scoreAt(ahead, enteredAt, now) < own)
  if (task.enteredAt >= behindFrom) return { enteredAt: behindFrom, isTied: false }
  return { enteredAt: task.enteredAt, isTied: true }
}
