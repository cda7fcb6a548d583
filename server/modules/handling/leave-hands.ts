import type { Context, Tx } from '../../platform/context.ts'
import { closeConsult } from './close-consult.ts'
import { closeMonitors } from './close-monitors.ts'
import type { TaskMove, TicketFact } from './ticket-change.ts'

/** Moves by which the work is over. */
const endsWork: ReadonlySet<TaskMove['kind']> = new Set(['finish', 'endChat', 'cancel'])

/** What goes with work in an agent's hands ends when it leaves them: the advice that is asked, and who watches. */
export async function leaveHands(
  tx: Tx,
  context: Context,
  { taskId, move }: { taskId: string; move: TaskMove },
): Promise<TicketFact[]> {
  const isHandedOver = move.kind === 'transfer' && move.to.how === 'handOver'
  const [consult, monitors] = await Promise.all([
    closeConsult(tx, context, { taskId, reason: isHandedOver ? 'handed_over' : 'task_moved' }),
    closeMonitors(tx, context, {
      taskId,
      supervisorId: null,
      reason: endsWork.has(move.kind) ? 'task_ended' : 'task_moved',
    }),
  ])
  return [...consult, ...monitors]
}
