import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Removes kept answers that name any of these things, by their ids as the API writes them. Gives how many. */
export function deleteKeysNaming(tx: Tx, workspaceId: string, publicIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    delete from idempotency_keys as kept
    where kept.workspace_id = ${workspaceId}
      and (kept.principal_id, kept.route, kept.key) in (
        select naming.principal_id, naming.route, naming.key
        from idempotency_keys as naming
        cross join lateral regexp_matches(naming.response, '[a-z]+_[0-7][0-9a-hjkmnp-tv-z]{25}', 'g') as found (names)
        join unnest(${publicIds}::text[]) as erased (id) on erased.id = found.names[1]
        where naming.workspace_id = ${workspaceId})`)
}
