import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** What the events of a workspace after a number may have changed. */
export interface Changes {
  readonly ticketIds: readonly string[]
  readonly agentIds: readonly string[]
  /** More than is worth following one by one. */
  readonly isEverything: boolean
}

const followedAtMost = 10_000

/** Reads whom and what the events after `seq` tell of. A new workflow may have renamed anything. */
export async function findChanges(tx: Tx, workspaceId: string, seq: number): Promise<Changes> {
  const found = await tx.first<{
    tickets: string[] | null
    agents: string[] | null
    isNew: boolean
    events: number
  }>(sql`
    select array_agg(distinct event.ticket_id) filter (where event.ticket_id is not null) as tickets,
      array_agg(distinct event.subject_id) filter (where event.subject_kind = 'agent') as agents,
      coalesce(bool_or(event.type = 'workflow.published'), false) as "isNew", count(*) as events
    from (
      select event.ticket_id, event.subject_kind, event.subject_id, event.type
      from events as event
      where event.workspace_id = ${workspaceId} and event.seq > ${seq}
      order by event.seq
      limit ${followedAtMost + 1}) as event`)
  const { tickets = null, agents = null, isNew = false, events = 0 } = found ?? {}
  return { ticketIds: tickets ?? [], agentIds: agents ?? [], isEverything: isNew || events > followedAtMost }
}

/** An open task. */
export interface OpenTask {
  readonly ticketId: string
  readonly queue: string
  readonly priority: string
  readonly channel: string
  readonly state: string
  readonly enteredAt: number
}

type PackedTask = [ticketId: string, queue: string, priority: string, channel: string, state: string, entered: number]

/** The open tasks of a workspace, or of these tickets; a ticket has one at most. As one text, for there may be 100,000. */
export async function findOpenTasks(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[] | null,
): Promise<OpenTask[]> {
  const ofThese = ticketIds === null ? sql`` : sql`and task.ticket_id = any(${ticketIds}::uuid[])`
  const found = await tx.first<{ packed: PackedTask[] | null }>(sql`
    select json_agg(json_build_array(task.ticket_id, task.queue, task.priority, task.channel, task.state,
      round(extract(epoch from task.entered_at) * 1000)::bigint)) as packed
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.state not in ('done', 'cancelled', 'abandoned')
      ${ofThese}`)
  return (found?.packed ?? []).map(([ticketId, queue, priority, channel, state, enteredAt]) => ({
    ticketId,
    queue,
    priority,
    channel,
    state,
    enteredAt,
  }))
}

/** Whoever was ever asked for one of these tickets: whose load what happened to it may have changed. */
export async function findAgentsAsked(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select distinct offer.agent_id as id
    from tasks as task
    join offers as offer on offer.workspace_id = task.workspace_id and offer.task_id = task.id
    where task.workspace_id = ${workspaceId} and task.ticket_id = any(${ticketIds}::uuid[])`)
  return rows.map((row) => row.id)
}
