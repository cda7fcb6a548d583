import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { joinTicket, type TicketBrief, ticketBrief } from '../routing/index.ts'

/** A consult with what both of its agents must know of the ticket; instants in epoch ms. */
export interface ShownConsult {
  readonly id: string
  readonly taskId: string
  readonly ticketId: string
  /** Who is asked, and who asks. */
  readonly agentId: string
  readonly agentName: string
  readonly fromAgentId: string
  readonly fromAgentName: string
  readonly kind: string
  readonly queue: string
  readonly channel: string
  readonly createdAt: number
  readonly endedAt: number | null
  readonly endReason: string | null
  /** Since when the task waits or waited. */
  readonly enteredAt: number
  readonly ticket: TicketBrief
}

/** What somebody may see of a workspace's consults; null = no limit. */
export interface ConsultSight {
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
  readonly agentId: string | null
}

export const consultRoles = ['asking', 'asked'] as const
/** The side an agent is on. */
export type ConsultRole = (typeof consultRoles)[number]

export interface ConsultFilter {
  readonly agentId: string | null
  /** Of that agent; null = either. */
  readonly role: ConsultRole | null
  readonly isOpen: boolean | null
}

const shown = {
  columns: sql`
    consult.id, consult.task_id as "taskId", task.ticket_id as "ticketId", consult.agent_id as "agentId",
      asked.name as "agentName", consult.from_agent_id as "fromAgentId", asking.name as "fromAgentName", task.kind,
      task.queue, task.channel, consult.created_at as "createdAt", consult.ended_at as "endedAt",
      consult.end_reason as "endReason", task.entered_at as "enteredAt", ${ticketBrief} as ticket`,
  from: sql`
    from consults as consult
    join tasks as task on task.workspace_id = consult.workspace_id and task.id = consult.task_id
    join agents as asked on asked.workspace_id = consult.workspace_id and asked.id = consult.agent_id
    join agents as asking on asking.workspace_id = consult.workspace_id and asking.id = consult.from_agent_id
    ${joinTicket('task')}`,
}

/** A consult with an agent that has an endpoint, and what is told there. */
export interface ConsultForEndpoint extends ShownConsult {
  readonly url: string
  readonly setBy: { readonly kind: string; readonly id: string; readonly partnerId: string | null }
  readonly priority: string
  readonly taskState: string
}

/** Those of these consults in which a machine with an endpoint is asked. */
export function findConsultsForEndpoints(
  tx: Tx,
  workspaceId: string,
  consultIds: readonly string[],
): Promise<ConsultForEndpoint[]> {
  return tx.rows(sql<ConsultForEndpoint>`
    select ${shown.columns}, asked.endpoint_url as url, task.priority, task.state as "taskState",
      coalesce(asked.endpoint_set_by, '{}') || jsonb_build_object('partnerId',
        coalesce(asked.partner_id::text, asked.endpoint_set_by ->> 'partnerId')) as "setBy"
    ${shown.from}
    where consult.workspace_id = ${workspaceId}
      and consult.id = any(${consultIds}::uuid[])
      and asked.endpoint_url is not null
      and asked.kind <> 'person'`)
}

/** A page of the consults in sight, oldest first; `after` is the last id of the page before. */
export function findShownConsults(
  tx: Tx,
  workspaceId: string,
  page: { sight: ConsultSight; filter: ConsultFilter; after: string | null; limit: number },
): Promise<ShownConsult[]> {
  const { sight, filter } = page
  return tx.rows(sql<ShownConsult>`
    select ${shown.columns}
    ${shown.from}
    where consult.workspace_id = ${workspaceId}
      and ${sideOf(sight.agentId, null)}
      and ${sideOf(filter.agentId, filter.role)}
      and (${sight.channels}::text[] is null or task.channel = any(${sight.channels}::text[]))
      and (${sight.queues}::text[] is null or task.queue = any(${sight.queues}::text[]))
      and (${sight.partnerId}::uuid is null or ${sight.partnerId}::uuid in (asked.partner_id, asking.partner_id))
      and (${filter.isOpen}::boolean is null or (consult.ended_at is null) = ${filter.isOpen}::boolean)
      and (${page.after}::uuid is null or consult.id > ${page.after}::uuid)
    order by consult.id
    limit ${page.limit}`)
}

/** The side is in the text of the statement, so that the plan can use the index of that side, or both. */
function sideOf(agentId: string | null, role: ConsultRole | null) {
  if (agentId === null) return sql`true`
  if (role === 'asked') return sql`consult.agent_id = ${agentId}`
  if (role === 'asking') return sql`consult.from_agent_id = ${agentId}`
  return sql`(consult.agent_id = ${agentId} or consult.from_agent_id = ${agentId})`
}
