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
        'status', other.status) as other,
      link.created_at as "createdAt"
    from ticket_links as link
    join tickets as other
      on other.workspace_id = link.workspace_id
        and other.id = case when link.ticket_id = ${ticketId} then link.other_ticket_id else link.ticket_id end
    where link.workspace_id = ${workspaceId} and (link.ticket_id = ${ticketId} or link.other_ticket_id = ${ticketId})
    order by link.created_at`)
}
