import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { AutomationRun, RunOutcome } from './run.ts'

/** What acted on a ticket before: how often lately, and on which occasions ever. */
export interface RunsOfTicket {
  readonly automation: string
  readonly lastHour: number
  readonly lastDay: number
  readonly triggers: readonly string[]
}

/** The past of a ticket with automations, by automation. Runs that were stopped do not count as having happened lately. */
export function findRunsOfTicket(
  tx: Tx,
  workspaceId: string,
  { ticketId, now }: { ticketId: string; now: number },
): Promise<RunsOfTicket[]> {
  return tx.rows(sql<RunsOfTicket>`
    select run.automation,
      (count(*) filter (where run.outcome <> 'stopped' and run.at > ${new Date(now - 3_600_000)}))::integer as "lastHour",
      (count(*) filter (where run.outcome <> 'stopped' and run.at > ${new Date(now - 86_400_000)}))::integer as "lastDay",
      array_agg(run.trigger) as triggers
    from automation_runs as run
    where run.workspace_id = ${workspaceId} and run.ticket_id = ${ticketId}
    group by run.automation`)
}

/** How many of a customer's tickets an automation acted on since an instant. */
export async function countRunsForCustomer(
  tx: Tx,
  workspaceId: string,
  key: { customerId: string; automation: string; since: number },
): Promise<number> {
  const row = await tx.first(sql<{ count: number }>`
    select count(*)::integer as count
    from tickets as ticket
    join automation_runs as run
      on run.workspace_id = ticket.workspace_id
        and run.ticket_id = ticket.id
        and run.automation = ${key.automation}
        and run.outcome = 'done'
    where ticket.workspace_id = ${workspaceId}
      and ticket.customer_id = ${key.customerId}
      and ticket.created_at > ${new Date(key.since)}`)
  return row?.count ?? 0
}

export interface RunFilter {
  readonly ticketId: string | null
  readonly automation: string | null
  readonly outcome: RunOutcome | null
}

/** A run with the number of its ticket. */
export interface ListedRun extends AutomationRun {
  readonly ticketNumber: number
}

/** Runs on tickets of these channels and queues (null = all), the newest first. */
export function listRuns(
  tx: Tx,
  workspaceId: string,
  page: {
    filter: RunFilter
    place: { channels: string[] | null; queues: string[] | null }
    before: string | null
    limit: number
  },
): Promise<ListedRun[]> {
  const { filter, place, before, limit } = page
  return tx.rows(sql<ListedRun>`
    select run.id, run.automation, run.ticket_id as "ticketId", ticket.number as "ticketNumber", run.trigger,
      run.on_event as "onEvent", run.event_id as "eventId", run.outcome, run.code, run.reason, run.did, run.chain,
      run.workflow_version as "workflowVersion", run.at
    from automation_runs as run
    join tickets as ticket on ticket.workspace_id = run.workspace_id and ticket.id = run.ticket_id
    where run.workspace_id = ${workspaceId}
      and (${before}::uuid is null or run.id < ${before}::uuid)
      and (${filter.ticketId}::uuid is null or run.ticket_id = ${filter.ticketId}::uuid)
      and (${filter.automation}::text is null or run.automation = ${filter.automation}::text)
      and (${filter.outcome}::text is null or run.outcome = ${filter.outcome}::text)
      and (${place.channels}::text[] is null or ticket.channel = any(${place.channels}::text[]))
      and (${place.queues}::text[] is null or ticket.queue = any(${place.queues}::text[]))
    order by run.id desc
    limit ${limit}`)
}

export interface RunCounts {
  readonly automation: string
  readonly done: number
  readonly failed: number
  readonly stopped: number
  readonly lastAt: number
}

/** How often each automation ran since an instant, and when last. */
export function countRuns(tx: Tx, workspaceId: string, since: number): Promise<RunCounts[]> {
  return tx.rows(sql<RunCounts>`
    select run.automation,
      (count(*) filter (where run.outcome = 'done'))::integer as done,
      (count(*) filter (where run.outcome = 'failed'))::integer as failed,
      (count(*) filter (where run.outcome = 'stopped'))::integer as stopped,
      max(run.at) as "lastAt"
    from automation_runs as run
    where run.workspace_id = ${workspaceId} and run.at > ${new Date(since)}
    group by run.automation`)
}
