import type { KeyRenames } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import { isRenamed, renamedWord } from '../../database/renamed.ts'
import type { Tx } from '../../platform/context.ts'

type Part = ReturnType<typeof sql>

/** Clocks of live tickets that count by a renamed policy or calendar, or ever did, and those of a renamed queue. */
export async function findRenamedClocks(
  tx: Tx,
  workspaceId: string,
  { renames, closedAfter }: { renames: KeyRenames; closedAfter: number },
): Promise<string[]> {
  const names = (promise: Part) =>
    sql`(${isRenamed(sql`(${promise} ->> 'policy')`, renames.slaPolicies)}
      or ${isRenamed(sql`(${promise} ->> 'calendar')`, renames.calendars)})`
  const rows = await tx.rows(sql<{ id: string }>`
    select clock.id
    from sla_clocks as clock
    join tickets as ticket on ticket.workspace_id = clock.workspace_id and ticket.id = clock.ticket_id
    where clock.workspace_id = ${workspaceId}
      and (ticket.status_category <> 'closed' or ticket.closed_at > ${new Date(closedAfter)})
      and (${isRenamed(sql`clock.queue`, renames.queues)} or ${names(sql`(clock.detail -> 'clock')`)} or exists (
        select from jsonb_array_elements(clock.detail -> 'ledger') as entry where ${names(sql`entry`)}))`)
  return rows.map((row) => row.id)
}

/** Writes the new names into clocks and into all that is told of them; what they count stays as it is. */
export async function saveRenamedClocks(
  tx: Tx,
  workspaceId: string,
  { clockIds, renames }: { clockIds: readonly string[]; renames: KeyRenames },
): Promise<void> {
  const renamed = (promise: Part) =>
    sql`${promise} || jsonb_build_object(
      'policy', ${renamedWord(sql`(${promise} ->> 'policy')`, renames.slaPolicies)},
      'calendar', ${renamedWord(sql`(${promise} ->> 'calendar')`, renames.calendars)})`
  await tx.count(sql`
    update sla_clocks as clock
    set policy = ${renamedWord(sql`clock.policy`, renames.slaPolicies)},
      queue = ${renamedWord(sql`clock.queue`, renames.queues)},
      detail = clock.detail || jsonb_build_object(
        'clock', ${renamed(sql`(clock.detail -> 'clock')`)} || case when clock.queue is null then '{}'
          else jsonb_build_object('queue', ${renamedWord(sql`clock.queue`, renames.queues)}) end,
        'ledger', (
          select coalesce(jsonb_agg(${renamed(sql`told.entry`)} order by told.place), '[]')
          from jsonb_array_elements(clock.detail -> 'ledger') with ordinality as told (entry, place))),
      version = clock.version + 1
    where clock.workspace_id = ${workspaceId} and clock.id = any(${clockIds}::uuid[])`)
}
