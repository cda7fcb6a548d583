import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { SpanRow } from './span-view.ts'

/** Locks the mark of a workspace, for one counts at a time, and gives up to when it was counted; null = never. */
export async function lockMark(tx: Tx, workspaceId: string): Promise<number | null> {
  const [mark] = await tx.rows(sql<{ until: number | null }>`
    insert into queue_span_marks as mark (workspace_id, counted_until)
    values (${workspaceId}, '-infinity')
    on conflict (workspace_id) do update set counted_until = mark.counted_until
    returning case when isfinite(mark.counted_until) then mark.counted_until end as until`)
  return mark?.until ?? null
}

/** Keeps counted quarters and that all is counted until an instant (epoch ms). */
export async function keepSpans(
  tx: Tx,
  workspaceId: string,
  { spans, until }: { spans: readonly SpanRow[]; until: number },
): Promise<void> {
  const rows = spans.map(({ beganAt, waitedMs, ...span }) => ({
    ...span,
    began_at: new Date(beganAt).toISOString(),
    waited_ms: waitedMs,
  }))
  await tx.count(sql`
    insert into queue_spans (workspace_id, queue, began_at, channel, arrivals, abandoned, taken, waited_ms, waits, met)
    select ${workspaceId}::uuid, row.*
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (queue text, began_at timestamptz, channel text,
      arrivals integer, abandoned integer, taken integer, waited_ms bigint, waits jsonb, met integer)`)
  await tx.count(sql`
    update queue_span_marks as mark
    set counted_until = ${new Date(until).toISOString()}
    where mark.workspace_id = ${workspaceId}`)
}

/** Removes quarters that began before an instant (epoch ms). */
export function deleteOldSpans(tx: Tx, workspaceId: string, before: number): Promise<number> {
  return tx.count(sql`
    delete from queue_spans as span
    where span.workspace_id = ${workspaceId} and span.began_at < ${new Date(before).toISOString()}::timestamptz`)
}

/** Forgets all that was counted, so that it is counted again from the first task on. */
export async function forgetSpans(tx: Tx, workspaceId: string): Promise<void> {
  await tx.count(sql`delete from queue_spans as span where span.workspace_id = ${workspaceId}`)
  await tx.count(sql`
    insert into queue_span_marks as mark (workspace_id, counted_until, recounts)
    values (${workspaceId}, '-infinity', 1)
    on conflict (workspace_id) do update set counted_until = '-infinity', recounts = mark.recounts + 1`)
}
