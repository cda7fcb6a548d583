import { encodeId } from '../../platform/ids.ts'
import type { CallLine } from './call-view.ts'

/** Events by which a task comes to another agent or queue, is held, or its agent asks another one about it. */
const reaching: ReadonlySet<string> = new Set([
  'offer.created',
  'offer.accepted',
  'task.queued',
  'task.updated',
  'task.paused',
  'task.resumed',
  'task.unparked',
  'task.transferred',
  'task.pulled',
  'task.returned',
  'task.requeued',
  'task.overflowed',
  'task.partner_ended',
  'task.consult_requested',
  'task.consult_ended',
])

/**
 * These facts, those that say where the task of a call goes with the exchange's reference: by the log alone it can bridge
 * the line anew. Facts of other tasks, and of work without a line, stay as they are.
 */
export function withCallRef<Fact extends { readonly type: string; readonly data: object }>(
  facts: readonly Fact[],
  line: Pick<CallLine, 'taskId' | 'callRef'> | undefined,
): Fact[] {
  if (line === undefined) return [...facts]
  const { callRef } = line
  const task = encodeId('task', line.taskId)
  return facts.map((fact) =>
    reaching.has(fact.type) && 'taskId' in fact.data && fact.data.taskId === task
      ? { ...fact, data: { ...fact.data, callRef } }
      : fact,
  )
}
