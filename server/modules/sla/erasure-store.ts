import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks why due times of these tickets were set by hand, in people's words; who set them, and to what, stays. */
export function blankOverrides(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update sla_clocks as clock
    set detail = clock.detail || jsonb_build_object(
        'clock', jsonb_set(clock.detail -> 'clock', '{override,reason}', '""', false),
        'ledger', (
          select jsonb_agg(case when told.entry ->> 'kind' = 'override' then told.entry || '{"reason": ""}'
            else told.entry end order by told.place)
          from jsonb_array_elements(clock.detail -> 'ledger') with ordinality as told (entry, place))),
      version = clock.version + 1
    where clock.workspace_id = ${workspaceId}
      and clock.ticket_id = any(${ticketIds}::uuid[])
      and clock.detail -> 'ledger' @> '[{"kind": "override"}]'`)
}
