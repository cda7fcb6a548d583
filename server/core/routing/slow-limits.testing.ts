import { fitReasons, queueOf, type Rows } from './slow-evaluator.testing.ts'
import type { OverflowStep, TaskInput } from './types.ts'

/** The rules of leaving a queue without an agent, read off the rows as `slow-evaluator.testing.ts` reads the others. */

const isThere = (rows: Rows, task: TaskInput): boolean =>
  rows.agents.some(
    (row) =>
      row.presence === 'available' &&
      row.isOffShift !== true &&
      fitReasons(rows, task, row).length === 0 &&
      task.exclusions?.some(({ agentId, until }) => agentId === row.agent.agentId && until > rows.now) !== true,
  )

const isDue = (rows: Rows, task: TaskInput, step: OverflowStep): boolean => {
  const closed = queueOf(rows, task).isClosed ?? false
  return {
    wait: rows.now >= task.enteredAt + (step.afterMs ?? 0),
    estimate: (task.estimatedMs ?? -1) > (step.afterMs ?? 0),
    nobody: !closed && !isThere(rows, task),
    closed,
  }[step.on]
}

const isPassedOver = (rows: Rows, task: TaskInput, { unlessNobodyIn }: OverflowStep): boolean => {
  if (unlessNobodyIn === undefined) return false
  const { queueId, requirements } = unlessNobodyIn
  const there: TaskInput = { ...task, queueId, requirements, exclusions: [] }
  return queueOf(rows, there).isClosed === true || !isThere(rows, there)
}

/** What is to become of a waiting task: the step's name, `expire`, or null. */
export const limitReached = (rows: Rows, task: TaskInput): string | null => {
  if (task.state !== 'waiting') return null
  if (rows.now - task.enteredAt >= (task.maxAgeMs ?? Infinity)) return 'expire'
  const due = task.overflow?.find((step) => isDue(rows, task, step) && !isPassedOver(rows, task, step))
  return due?.step ?? null
}
