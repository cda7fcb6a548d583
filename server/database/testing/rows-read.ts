import { sql } from '../query.ts'
import type { Tx } from '../transaction.ts'

/**
 * Rows of a table that this connection has read and not told of yet: what it has read lately, so that two looks in one
 * transaction say what was read between them.
 */
export async function rowsRead(tx: Tx, table: string): Promise<number> {
  const row = await tx.first(sql<{ rows: number }>`
    select (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as rows
    from pg_stat_xact_user_tables
    where relname = ${table}`)
  return row?.rows ?? 0
}
