import { compileQuery, sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type CallBrief, callBrief } from '../calls/index.ts'
import type { MonitorBrief } from './monitor.ts'
import { monitorsOfTask } from './monitors-view.ts'
import type { Task } from './task.ts'
import { joinTicket, type TicketBrief, ticketBrief } from './ticket-brief-view.ts'

/** The target of a ticket that is due next; `dueAt` in epoch ms, null while it is paused. */
export interface NextTarget {
  readonly metric: string
  readonly dueAt: number | null
  readonly state: 'running' | 'paused' | 'breached'
}

/** A task with what it is about, who has it, its pending offer and what is due next. */
export interface ShownTask extends Task {
  readonly ticket: TicketBrief
  /** The agent that is asked for advice by the one who has the task. */
  readonly consult: { readonly agentId: string; readonly fromAgentId: string; readonly since: number } | null
  /** Who watches it, in the order they began. */
  readonly monitors: readonly MonitorBrief[]
  /** The line behind it; null = it is no call. */
  readonly call: CallBrief | null
  /** Of the agent who has it, or is being asked. */
  readonly agentName: string | null
  readonly sla: NextTarget | null
  readonly offer: { readonly id: string; readonly agentId: string; readonly expiresAt: number } | null
}

const select = sql`
  select task.id, task.ticket_id as "ticketId", task.kind, task.queue, task.channel, task.priority, task.requirements,
    task.state, task.agent_id as "agentId", task.entered_at as "enteredAt", task.waits_from as "waitsFrom", task.exclusions, task.parked_at as "parkedAt",
    task.wrapup_until as "wrapupUntil", task.disposition, task.preferred_agent_id as "preferredAgentId",
    task.preferred_until as "preferredUntil", task.preferred_as as "preferredAs", task.overflowed, task.partner, task.version,
    task.created_at as "createdAt", task.ended_at as "endedAt", ${ticketBrief} as ticket,
    ${callBrief} as call, ${monitorsOfTask} as monitors,
    case when offer.id is not null then jsonb_build_object('id', offer.id, 'agentId', offer.agent_id, 'expiresAt',
      round(extract(epoch from offer.expires_at) * 1000)) end as offer, agent.name as "agentName",
    case when clock.metric is not null then jsonb_build_object('metric', clock.metric, 'state', clock.state, 'dueAt',
      round(extract(epoch from clock.due_at) * 1000)) end as sla,
    case when consult.id is not null then jsonb_build_object('agentId', consult.agent_id, 'fromAgentId',
      consult.from_agent_id, 'since', round(extract(epoch from consult.created_at) * 1000)) end as consult
  from tasks as task
  ${joinTicket('task')}
  left join lateral (
    select open.id, open.agent_id, open.from_agent_id, open.created_at
    from consults as open
    where open.workspace_id = task.workspace_id and open.task_id = task.id and open.ended_at is null
    limit 1) as consult on true
  left join lateral (
    select pending.id, pending.agent_id, pending.expires_at
    from offers as pending
    where pending.workspace_id = task.workspace_id and pending.task_id = task.id and pending.state = 'pending'
    limit 1) as offer on true
  left join lateral (
    select one.name
    from agents as one
    where one.workspace_id = task.workspace_id and one.id = case when offer.agent_id is null then task.agent_id else offer.agent_id end
    limit 1) as agent on true
  left join lateral (
    select next.metric, next.state, next.due_at
    from sla_clocks as next
    where next.workspace_id = task.workspace_id
      and next.ticket_id = task.ticket_id
      and next.met_at is null
      and next.state in ('running', 'paused', 'breached')
    order by next.due_at nulls last, next.id
    limit 1) as clock on true`

const these = {
  name: 'shown-tasks',
  text: compileQuery(sql`${select} where task.workspace_id = ${''} and task.id = any(${[]}::uuid[])`).text,
}

/** These tasks, whatever their state. Every move of a task answers it: planning it costs more than running it. */
export function findShownTasks(tx: Tx, workspaceId: string, taskIds: readonly string[]): Promise<ShownTask[]> {
  return tx.prepared<ShownTask>(these, [workspaceId, taskIds])
}

/** One of them, or null. */
export async function findShownTask(tx: Tx, workspaceId: string, taskId: string): Promise<ShownTask | null> {
  const [task] = await findShownTasks(tx, workspaceId, [taskId])
  return task ?? null
}

/** Where a page of a queue's tasks ended. */
export interface TaskPlace {
  readonly enteredAt: number
  readonly id: string
}

/** The tasks of a queue that are not over, longest waiting first. */
export function findTasksOfQueue(
  tx: Tx,
  workspaceId: string,
  page: { queue: string; channels: readonly string[] | null; after: TaskPlace | null; limit: number },
): Promise<ShownTask[]> {
  const after = page.after === null ? null : new Date(page.after.enteredAt)
  return tx.rows(sql<ShownTask>`
    ${select}
    where task.workspace_id = ${workspaceId}
      and task.queue = ${page.queue}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and (${page.channels}::text[] is null or task.channel = any(${page.channels}::text[]))
      and (${after}::timestamptz is null or (task.entered_at, task.id) > (${after}::timestamptz, ${page.after?.id ?? null}::uuid))
    order by task.entered_at, task.id
    limit ${page.limit}`)
}
