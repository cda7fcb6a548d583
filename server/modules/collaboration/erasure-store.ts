import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks what was to be done on these tickets, in words; how many items, and which are done by whom, stays. */
export function blankChecklists(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update ticket_checklists as list
    set items = coalesce((
      select jsonb_agg(each.item || '{"text": ""}'::jsonb order by each.place)
      from jsonb_array_elements(list.items) with ordinality as each (item, place)), '[]')
    where list.workspace_id = ${workspaceId} and list.ticket_id = any(${ticketIds}::uuid[])`)
}
