import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { LinkKind, TicketLink } from './ticket-link.ts'

/** Adds a link; false when it was there already. */
export async function insertLink(
  tx: Tx,
  workspaceId: string,
  link: { id: string; ticketId: string; kind: LinkKind; otherTicketId: string },
): Promise<boolean> {
  const added = await tx.count(sql`
    insert into ticket_links (workspace_id, id, ticket_id, kind, other_ticket_id)
    values (${workspaceId}, ${link.id}, ${link.ticketId}, ${link.kind}, ${link.otherTicketId})
    on conflict (workspace_id, ticket_id, kind, other_ticket_id) do nothing`)
  return added === 1
}

/** Of all who link tickets of a workspace in chains, one at a time: two halves of a circle would not see each other. */
export async function lockChains(tx: Tx, workspaceId: string): Promise<void> {
  await tx.count(sql`select pg_advisory_xact_lock(hashtextextended('ticket-chains ' || ${workspaceId}::text, 0))`)
}

/** Whether following links of a kind from one ticket leads to another. */
export async function leadsTo(
  tx: Tx,
  workspaceId: string,
  way: { kind: LinkKind; from: string; to: string },
): Promise<boolean> {
  const row = await tx.first(sql`
    with recursive reached (id) as (
      select ${way.from}::uuid
      union
      select link.other_ticket_id
      from reached
      join ticket_links as link
        on link.workspace_id = ${workspaceId} and link.ticket_id = reached.id and link.kind = ${way.kind}
    )
    select 1 as found
    from reached
    where reached.id = ${way.to}::uuid`)
  return row !== null
}

/** The parent of a ticket, or null. */
export function findParent(
  tx: Tx,
  workspaceId: string,
  ticketId: string,
): Promise<{ id: string; number: number } | null> {
  return tx.first(sql<{ id: string; number: number }>`
    select parent.id, parent.number
    from ticket_links as link
    join tickets as parent on parent.workspace_id = link.workspace_id and parent.id = link.other_ticket_id
    where link.workspace_id = ${workspaceId} and link.ticket_id = ${ticketId} and link.kind = 'parent'`)
}

/** Removes a link; null when there was none. */
export function deleteLink(
  tx: Tx,
  workspaceId: string,
  link: { id: string; ticketId: string },
): Promise<{ kind: LinkKind; otherTicketId: string } | null> {
  return tx.first(sql<{ kind: LinkKind; otherTicketId: string }>`
    delete from ticket_links as link
    where link.workspace_id = ${workspaceId} and link.id = ${link.id} and link.ticket_id = ${link.ticketId}
    returning link.kind, link.other_ticket_id as "otherTicketId"`)
}

/** A ticket's links in both directions. */
export function listLinksOf(tx: Tx, workspaceId: string, ticketId: string): Promise<TicketLink[]> {
  return tx.rows(sql<TicketLink>`
    select link.id, link.kind, link.ticket_id = ${ticketId} as "isOutgoing",
      jsonb_build_object('id', other.id, 'number', other.number, 'issueSummary', other.issue_summary,
        'status', other.status, 'statusCategory', other.status_category) as other,
      link.created_at as "createdAt"
    from ticket_links as link
    join tickets as other
      on other.workspace_id = link.workspace_id
        and other.id = case when link.ticket_id = ${ticketId} then link.other_ticket_id else link.ticket_id end
    where link.workspace_id = ${workspaceId} and (link.ticket_id = ${ticketId} or link.other_ticket_id = ${ticketId})
    order by link.created_at`)
}
