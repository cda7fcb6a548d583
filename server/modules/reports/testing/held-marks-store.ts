import { sql } from '../../../database/query.ts'
import type { Tx } from '../../../platform/context.ts'

/** Holds what a report looks at first until the transaction ends, so that it is caught between two of its reads. */
export async function holdMarks(tx: Tx): Promise<void> {
  await tx.count(sql`lock table queue_span_marks in access exclusive mode`)
}

/** How many reports wait for it. */
export async function waitingForMarks(query: <Row>(text: string) => Promise<Row[]>): Promise<number> {
  const rows = await query<{ count: number }>(
    `select count(*)::integer as count from pg_locks where not granted and relation = 'queue_span_marks'::regclass`,
  )
  return rows[0]?.count ?? 0
}
