import { sql } from '../../database/query.ts'
import type { CustomerLately } from '../../core/automations/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { firstIdOf } from '../../platform/ids.ts'
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

const hourMs = 3_600_000

/**
 * The newest tickets of a customer within the hour, and how many of them an automation acted on. What was created within it
 * has an id of it too (one that was brought along says an earlier instant), so the index of ids tells where it begins.
 */
export async function countLatelyOfCustomer(
  tx: Tx,
  { workspace, now }: Context,
  key: { customerId: string; automation: string; limit: number },
): Promise<CustomerLately> {
  const since = now() - hourMs
  const row = await tx.first(sql<CustomerLately>`
    select count(*)::integer as tickets, count(run.id)::integer as answered
    from (
      select ticket.id
      from tickets as ticket
      where ticket.workspace_id = ${workspace.id}
        and ticket.customer_id = ${key.customerId}
        and ticket.id > ${firstIdOf(since - workspace.clockOffsetMs)}::uuid
        and ticket.created_at > ${new Date(since)}
      order by ticket.id desc
      limit ${key.limit}) as recent
    left join lateral (
      select own.id
      from (
        select one.id, one.automation, one.outcome
        from automation_runs as one
        where one.workspace_id = ${workspace.id} and one.ticket_id = recent.id
        -- where the planner knows nothing yet, it would read all that the automation ever did
        offset 0) as own
      where own.automation = ${key.automation} and own.outcome = 'done'
      limit 1) as run on true`)
  return row ?? { tickets: 0, answered: 0 }
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
