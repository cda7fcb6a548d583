import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { MonitorMode, ShownTask, Supervisor } from '../routing/index.ts'
import { closeMonitors, monitorData } from './close-monitors.ts'
import { handleTask, hasItItself, lostTo } from './handle-task.ts'
import { findOpenMonitor, insertMonitor, saveMonitorMode } from './monitor-store.ts'
import { noChange, type TicketFact } from './ticket-change.ts'

/**
 * Lets the caller watch a task that an agent works on; that costs no units. In another mode than before it goes on in
 * that one, in the same it changes nothing. Null when there is no such task.
 * Throws `conflict` when nobody works on it, or the caller does; and `forbidden`.
 */
export async function monitorTask(
  context: Context,
  { taskId, mode }: { taskId: string; mode: MonitorMode },
): Promise<ShownTask | null> {
  const workspaceId = context.workspace.id
  return handleTask(context, { taskId, permission: 'agents:act' }, async ({ task }, tx) => {
    const supervisor = supervisorOf(context)
    const { agentId } = task
    if (agentId === null || task.state !== 'active') throw lostTo(task)
    if (agentId === supervisor.agentId) throw hasItItself()
    const open = await findOpenMonitor(tx, workspaceId, { taskId, supervisorId: supervisor.id })
    if (open?.mode === mode) return noChange
    if (open !== null) {
      await saveMonitorMode(tx, workspaceId, { id: open.id, mode })
      const data = { ...monitorData({ ...open, mode }), previous: open.mode }
      return { ...noChange, facts: [{ type: 'monitor.changed', data }] }
    }
    const begun = await insertMonitor(tx, workspaceId, {
      id: newId(),
      taskId,
      agentId,
      supervisor,
      mode,
      at: context.now(),
    })
    return {
      ...noChange,
      facts: begun.map((monitor): TicketFact => ({ type: 'monitor.started', data: monitorData(monitor) })),
    }
  })
}

/**
 * Ends the caller's watching of a task; without one it changes nothing. Null when there is no such task. Throws
 * `conflict` when the task is over, and its monitors with it; and `forbidden`.
 */
export async function endMonitor(context: Context, { taskId }: { taskId: string }): Promise<ShownTask | null> {
  return handleTask(context, { taskId, permission: 'agents:act' }, async (_grip, tx) => ({
    ...noChange,
    facts: await closeMonitors(tx, context, { taskId, supervisorId: supervisorOf(context).id, reason: 'left' }),
  }))
}

/** Work is watched by people and by the desks they use, not by the product's own loops. */
function supervisorOf({ principal: { kind, id, agentId } }: Context): Supervisor {
  if (kind === 'member' || kind === 'token') return { kind, id, agentId }
  throw new AppError('forbidden', 'Tasks are watched by people, and by the desks they use.')
}
