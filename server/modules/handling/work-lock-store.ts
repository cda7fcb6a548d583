import type { PreparedStatement } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Nobody is waited for: what another one holds may take long, and the moves of all others would wait with it. */
const hold: PreparedStatement = {
  name: 'work-hold',
  text: `
    with loads as (
      select load.agent_id as id
      from agent_loads as load
      where load.workspace_id = $1 and load.agent_id = any($2::uuid[])
      order by load.agent_id
      for no key update skip locked),
    held as (
      select ticket.id
      from tickets as ticket
      where ticket.workspace_id = $1 and ticket.id = any($3::uuid[])
      order by ticket.id
      for no key update skip locked)
    select loads.id
    from loads
    union all
    select held.id
    from held`,
}

/**
 * Holds the loads of agents and the tickets that nobody else holds, until the transaction ends. Gives the ids of both that
 * are held.
 */
export async function holdWork(
  tx: Tx,
  workspaceId: string,
  { agentIds, ticketIds }: { agentIds: readonly string[]; ticketIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await tx.prepared<{ id: string }>(hold, [workspaceId, agentIds, ticketIds])
  return new Set(rows.map(({ id }) => id))
}
