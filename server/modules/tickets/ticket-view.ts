import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Ticket } from './ticket.ts'

const columns = sql`
  ticket.id, ticket.number, ticket.version, ticket.event_seq as "eventSeq", ticket.external_id as "externalId",
  ticket.type, ticket.category, ticket.priority, ticket.impact, ticket.urgency,
  ticket.priority_reason as "priorityReason", ticket.channel, ticket.service_line as "serviceLine", ticket.language,
  ticket.lifecycle, ticket.status, ticket.status_category as "statusCategory", ticket.returns_to as "returnsTo",
  ticket.queue, ticket.store_id as "storeId", ticket.market, ticket.handoff, ticket.issue_summary as "issueSummary",
  ticket.classified_by as "classifiedBy", ticket.cause, ticket.correction, ticket.solution_check as "solutionCheck",
  ticket.resolution, ticket.tags, ticket.fields, ticket.affected, ticket.sla_policy as "slaPolicy",
  ticket.next_due_at as "nextDueAt", ticket.callback_url as "callbackUrl", ticket.created_by as "createdBy",
  ticket.opened_by as "openedBy",
  ticket.workflow_version as "workflowVersion", ticket.reopened, ticket.created_at as "createdAt",
  ticket.updated_at as "updatedAt", ticket.solved_at as "solvedAt", ticket.closed_at as "closedAt",
  ticket.snoozed_until as "snoozedUntil",
  jsonb_build_object('id', customer.id, 'externalId', customer.external_id, 'name', customer.name) as customer,
  customer.erased_at is not null as "isErased",
  case when orders.id is not null then jsonb_build_object('id', orders.id, 'externalId', orders.external_id,
    'storeId', orders.store_id, 'region', orders.region,
    'placedAt', floor(extract(epoch from orders.placed_at) * 1000)) end as "order",
  case when agent.id is not null then jsonb_build_object('id', agent.id, 'name', agent.name) end as assignee,
  (select jsonb_build_object('id', target.id, 'number', target.number,
      'at', floor(extract(epoch from joined.merged_at) * 1000), 'reason', joined.reason)
    from ticket_merges as joined
    join tickets as target on target.workspace_id = joined.workspace_id and target.id = joined.target_id
    where joined.workspace_id = ticket.workspace_id and joined.source_id = ticket.id
      and joined.undone_at is null) as "mergedInto",
  (select jsonb_build_object('done', list.done, 'total', list.total)
    from ticket_checklists as list
    where list.workspace_id = ticket.workspace_id and list.ticket_id = ticket.id) as checklist,
  task.id as "taskId",
  coalesce(clock.list, '[]') as clocks`

const joins = sql`
  join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
  left join orders on orders.workspace_id = ticket.workspace_id and orders.id = ticket.order_id
  left join agents as agent on agent.workspace_id = ticket.workspace_id and agent.id = ticket.assignee_id
  left join lateral (
    select tasks.id
    from tasks
    where tasks.workspace_id = ticket.workspace_id and tasks.ticket_id = ticket.id and tasks.case_id is null
    order by tasks.id desc
    limit 1) as task on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('metric', latest.metric, 'state', latest.state, 'targetMs', latest.target_ms,
      'unit', case when latest.in_days then 'days' else 'hours' end,
      'remainingMs', case when latest.state = 'paused' then latest.target_ms - latest.used_ms end,
      'dueAt', floor(extract(epoch from latest.due_at) * 1000),
      'metAt', floor(extract(epoch from latest.met_at) * 1000))) as list
    from (
      select distinct on (sla_clocks.metric) sla_clocks.metric, sla_clocks.state, sla_clocks.target_ms,
        sla_clocks.due_at, sla_clocks.met_at, coalesce((sla_clocks.detail -> 'clock' ->> 'inDays')::boolean, false) as in_days,
        coalesce(
          case when (sla_clocks.detail -> 'clock' ->> 'inDays')::boolean then sla_clocks.detail -> 'clock' ->> 'elapsedDayMs' end,
          sla_clocks.detail -> 'clock' ->> 'elapsedMs')::bigint as used_ms
      from sla_clocks
      where sla_clocks.workspace_id = ticket.workspace_id and sla_clocks.ticket_id = ticket.id
      order by sla_clocks.metric, sla_clocks.instance desc) as latest) as clock on true`

/** One ticket, or null. */
export function findTicket(tx: Tx, workspaceId: string, ticketId: string): Promise<Ticket | null> {
  return tx.first<Ticket>(sql`
    select ${columns}
    from tickets as ticket
    ${joins}
    where ticket.workspace_id = ${workspaceId} and ticket.id = ${ticketId}`)
}

/** The id of the ticket with this number, or null. */
export async function findTicketIdByNumber(tx: Tx, workspaceId: string, number: number): Promise<string | null> {
  const row = await tx.first<{ id: string }>(sql`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.number = ${number}`)
  return row?.id ?? null
}

/** The tickets with these ids, in no order. */
export function findTickets(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<Ticket[]> {
  return tx.keyed<Ticket>(sql`
    select ${columns}
    from tickets as ticket
    ${joins}
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])`)
}
