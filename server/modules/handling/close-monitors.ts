import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { endOpenMonitors, type Monitor } from './monitor-store.ts'
import type { TicketFact } from './ticket-change.ts'

/** Why a monitor ends: its supervisor left, the work ended, or the task left the agent who was watched. */
export type MonitorEnd = 'left' | 'task_ended' | 'task_moved'

/** Ends the open monitors of a task, one supervisor's or (null) all of them; gives what happened. */
export async function closeMonitors(
  tx: Tx,
  context: Context,
  { taskId, supervisorId, reason }: { taskId: string; supervisorId: string | null; reason: MonitorEnd },
): Promise<TicketFact[]> {
  const end = { taskId, supervisorId, reason, at: context.now() }
  const ended = await endOpenMonitors(tx, context.workspace.id, end)
  return ended.map((monitor): TicketFact => ({ type: 'monitor.ended', data: { ...monitorData(monitor), reason } }))
}

/** A monitor as its events tell of it. */
export function monitorData({ id, taskId, agentId, supervisor, mode, callRef }: Monitor) {
  return {
    monitorId: encodeId('monitor', id),
    taskId: encodeId('task', taskId),
    agentId: encodeId('agent', agentId),
    supervisorId: encodeId(supervisor.kind, supervisor.id),
    supervisorAgentId: supervisor.agentId === null ? null : encodeId('agent', supervisor.agentId),
    mode,
    ...(callRef !== null && { callRef }),
  }
}
