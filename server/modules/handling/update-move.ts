import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { saveTask, type Task } from '../routing/index.ts'
import { inLanguage } from './new-task.ts'
import { cancelOffers } from './task-hold.ts'
import type { Grip, TaskMove, TicketFact } from './ticket-change.ts'

/** A task follows its ticket into another queue, priority or language; whoever has it in hand keeps it. */
export async function update(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, queue, priority, language }: { task: Task } & Omit<Extract<TaskMove, { kind: 'update' }>, 'kind'>,
): Promise<TicketFact[]> {
  // Who was asked as one of the queue before is not asked for this one.
  if (queue !== undefined && queue !== task.queue) await cancelOffers(tx, context, grip, 'queue_changed')
  const { requirements } = task
  const languages = language === undefined ? null : inLanguage(grip.workflow, requirements.languages, language)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, {
    ...(queue !== undefined && { queue }),
    ...(priority !== undefined && { priority }),
    ...(languages !== null && { requirements: { ...requirements, languages } }),
  })
  return [{ type: 'task.updated', data: { taskId: encodeId('task', task.id), taskVersion } }]
}
