import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { MonitorMode, Supervisor } from '../routing/index.ts'

/** A supervisor watches a task that an agent has in hand. */
export interface Monitor {
  readonly id: string
  readonly taskId: string
  readonly agentId: string
  readonly supervisor: Supervisor
  readonly mode: MonitorMode
  /** The exchange's reference of the call behind the task; null = there is none. */
  readonly callRef: string | null
}

const columns = sql`
  monitor.id, monitor.task_id as "taskId", monitor.agent_id as "agentId", monitor.mode,
    jsonb_build_object('kind', monitor.supervisor_kind, 'id', monitor.supervisor_id,
      'agentId', monitor.supervisor_agent_id) as supervisor,
    (select call.call_ref
     from calls as call
     where call.workspace_id = monitor.workspace_id and call.task_id = monitor.task_id) as "callRef"`

/** The open monitor of a task by this supervisor, or null. The task is locked, so it stays true. */
export function findOpenMonitor(
  tx: Tx,
  workspaceId: string,
  { taskId, supervisorId }: { taskId: string; supervisorId: string },
): Promise<Monitor | null> {
  return tx.first(sql<Monitor>`
    select ${columns}
    from monitors as monitor
    where monitor.workspace_id = ${workspaceId}
      and monitor.task_id = ${taskId}
      and monitor.supervisor_id = ${supervisorId}
      and monitor.ended_at is null`)
}

/** Opens a monitor by a supervisor who has none of this task; gives it with its call. */
export function insertMonitor(
  tx: Tx,
  workspaceId: string,
  { supervisor, ...monitor }: Omit<Monitor, 'callRef'> & { at: number },
): Promise<Monitor[]> {
  return tx.rows(sql<Monitor>`
    insert into monitors as monitor (workspace_id, id, task_id, agent_id, supervisor_kind, supervisor_id,
      supervisor_agent_id, mode, created_at)
    values (${workspaceId}, ${monitor.id}, ${monitor.taskId}, ${monitor.agentId}, ${supervisor.kind}, ${supervisor.id},
      ${supervisor.agentId}, ${monitor.mode}, ${new Date(monitor.at)})
    returning ${columns}`)
}

/** Lets an open monitor go on in another mode. */
export async function saveMonitorMode(
  tx: Tx,
  workspaceId: string,
  { id, mode }: Pick<Monitor, 'id' | 'mode'>,
): Promise<void> {
  await tx.count(sql`
    update monitors as monitor
    set mode = ${mode}
    where monitor.workspace_id = ${workspaceId} and monitor.id = ${id} and monitor.ended_at is null`)
}

/** Ends the open monitors of a task: this supervisor's, or all of them (null). */
export function endOpenMonitors(
  tx: Tx,
  workspaceId: string,
  end: { taskId: string; supervisorId: string | null; reason: string; at: number },
): Promise<Monitor[]> {
  return tx.rows(sql<Monitor>`
    update monitors as monitor
    set ended_at = ${new Date(end.at)}, end_reason = ${end.reason}
    where monitor.workspace_id = ${workspaceId}
      and monitor.task_id = ${end.taskId}
      and (${end.supervisorId}::uuid is null or monitor.supervisor_id = ${end.supervisorId}::uuid)
      and monitor.ended_at is null
    returning ${columns}`)
}
