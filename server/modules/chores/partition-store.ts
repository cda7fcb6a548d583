import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Makes the event log's partitions up to `monthsAhead` months from now; those that exist stay. */
export async function createEventPartitions(tx: Tx, monthsAhead: number): Promise<void> {
  await tx.rows(sql`select ensure_event_partitions(${monthsAhead}::integer)`)
}
