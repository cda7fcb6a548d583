import type { Tx } from '../../platform/context.ts'

/** The last place taken in the sequence of each of these tickets; they stay so only while the tickets are locked. */
export async function findTicketSeqs(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[],
): Promise<Map<string, number>> {
  const statement = {
    name: 'ticket-seqs',
    text: `
      select ticket.id, ticket.event_seq as seq
      from tickets as ticket
      where ticket.workspace_id = $1 and ticket.id = any($2::uuid[])`,
  }
  const rows = await tx.prepared<{ id: string; seq: number }>(statement, [workspaceId, ticketIds])
  return new Map(rows.map((row) => [row.id, row.seq]))
}
