import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Takes the words out of what customers said of these tickets; the score stays. Gives how many there were. */
export function blankRatings(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update ticket_ratings as rating
    set comment = null
    where rating.workspace_id = ${workspaceId} and rating.ticket_id = any(${ticketIds}::uuid[])`)
}

/** Removes the links of every address that these customers have. */
export async function removeLinksOf(tx: Tx, workspaceId: string, customerIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    delete from portal_links as link
    where link.workspace_id = ${workspaceId}
      and link.address in (
        select contact.value
        from customer_contacts as contact
        where contact.workspace_id = ${workspaceId} and contact.customer_id = any(${customerIds}::uuid[]))`)
}
