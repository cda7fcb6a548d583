import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export interface EventRow {
  readonly id: string
  readonly ticket_id: string | null
  readonly subject_kind: string
  readonly subject_id: string
  readonly subject_seq: number
  readonly type: string
  readonly cause: unknown
  readonly data: unknown
}

/** Appends rows in the order given, so their `seq` rises in that order. */
export async function insertEvents(
  tx: Tx,
  workspaceId: string,
  written: { at: Date; actor: unknown; origin: unknown },
  rows: readonly EventRow[],
): Promise<void> {
  await tx.count(sql`
    insert into events (workspace_id, id, ticket_id, subject_kind, subject_id, subject_seq, type, at, actor, cause, data,
      origin)
    select ${workspaceId}::uuid, row.id, row.ticket_id, row.subject_kind, row.subject_id, row.subject_seq, row.type,
      ${written.at}::timestamptz, ${JSON.stringify(written.actor)}::jsonb, row.cause, row.data,
      ${written.origin === null ? null : JSON.stringify(written.origin)}::jsonb
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      id uuid, ticket_id uuid, subject_kind text, subject_id uuid, subject_seq integer, type text, cause jsonb, data jsonb)`)
}

/** The next `count` places in the workspace's own sequence; locks the row until the transaction ends. */
export async function takeWorkspaceSeq(tx: Tx, workspaceId: string, count: number): Promise<number> {
  const row = await tx.first<{ event_seq: number }>(sql`
    update workspace_states
    set event_seq = workspace_states.event_seq + ${count}
    where workspace_states.workspace_id = ${workspaceId}
    returning workspace_states.event_seq`)
  if (row === null) throw new Error(`Workspace ${workspaceId} has no state row.`)
  return row.event_seq - count + 1
}
