import type { Lifecycle } from '../../core/lifecycle/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Those of these tickets that have a case which is not closed. */
export async function findTicketsWithOpenCase(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ id: string }>`
    select distinct member.ticket_id as id
    from case_tickets as member
    where member.workspace_id = ${workspaceId} and member.ticket_id = any(${ticketIds}::uuid[]) and member.is_open`)
  return new Set(rows.map(({ id }) => id))
}

/**
 * Whether a ticket has an open case, as far as its lifecycle asks; looked for nowhere else. Asked by who holds the ticket
 * it stays so: whoever opens a case for it holds it first.
 */
export async function hasOpenCase(
  tx: Tx,
  workspaceId: string,
  { ticketId, lifecycle }: { ticketId: string; lifecycle: Pick<Lifecycle, 'asksForCases'> },
): Promise<boolean> {
  if (!lifecycle.asksForCases) return false
  return (await findTicketsWithOpenCase(tx, workspaceId, [ticketId])).has(ticketId)
}
