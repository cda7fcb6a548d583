import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { MovedTicket } from './customer-change-store.ts'

/** Blanks what people wrote into tickets; codes, instants and figures stay. Each takes a place for the event. */
export function blankTickets(
  tx: Tx,
  workspaceId: string,
  { ticketIds, at }: { ticketIds: readonly string[]; at: number },
): Promise<MovedTicket[]> {
  return tx.rows(sql<MovedTicket>`
    update tickets as ticket
    set external_id = null,
      issue_summary = '',
      cause = case when ticket.cause is not null
        then jsonb_build_object('text', '') || case when ticket.cause ->> 'code' ~ '^[a-z0-9_-]{1,63}$'
          then jsonb_build_object('code', ticket.cause -> 'code') else '{}' end end,
      correction = case when ticket.correction is not null then '{"text": ""}'::jsonb end,
      resolution = case when ticket.resolution is not null then '' end,
      priority_reason = null,
      tags = '{}',
      fields = '{}',
      callback_url = null,
      created_by = ticket.created_by - 'customerAs',
      version = ticket.version + 1,
      event_seq = ticket.event_seq + 1,
      updated_at = ${new Date(at)}
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])
    returning ticket.id, ticket.event_seq as seq`)
}

/**
 * Blanks every message that was said to these tickets, wherever it is kept; what was said to another one and is kept here
 * is about somebody else. Who wrote to whom, and when, stays. Gives their ids.
 */
export async function blankMessages(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update messages as message
    set body = '', client_id = null
    where message.workspace_id = ${workspaceId}
      and (message.ticket_id = any(${ticketIds}::uuid[]) and message.said_to is null
        or message.said_to = any(${ticketIds}::uuid[]))
    returning message.id`)
  return rows.map((row) => row.id)
}
