import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Who acts on the log of a workspace, each at a place of its own. */
export interface LogReader {
  readonly workspaceId: string
  readonly reader: 'automations' | 'cases' | 'mail'
}

/** How far a reader has come, and how often the next event has failed in a row. */
export interface LogPlace {
  readonly seq: number
  readonly failures: number
}

/** Reads the place, without holding it; the beginning of the log where nothing is kept. */
export async function findLogPlace(tx: Tx, { workspaceId, reader }: LogReader): Promise<LogPlace> {
  const row = await tx.first(sql<LogPlace>`
    select place.seq, place.failures
    from log_places as place
    where place.workspace_id = ${workspaceId} and place.reader = ${reader}`)
  return row ?? { seq: 0, failures: 0 }
}

/**
 * Keeps the place from being moved until the transaction ends; false when it is not there any more. `alone`: nobody else
 * keeps it at the same time.
 */
export async function holdLogPlace(
  tx: Tx,
  { workspaceId, reader }: LogReader,
  { seq, alone }: { seq: number; alone: boolean },
): Promise<boolean> {
  await tx.count(sql`
    insert into log_places (workspace_id, reader, seq)
    values (${workspaceId}, ${reader}, 0)
    on conflict (workspace_id, reader) do nothing`)
  const row = await tx.first(sql<{ seq: number }>`
    select place.seq
    from log_places as place
    where place.workspace_id = ${workspaceId} and place.reader = ${reader}
    ${alone ? sql`for update` : sql`for share`}`)
  return row?.seq === seq
}

/**
 * Moves the place from one number to another, which of several readers one does: false = another has been here. The row is
 * held until the transaction ends, so what is done about an event is done with the move or not at all.
 */
export async function moveLogPlace(
  tx: Tx,
  { workspaceId, reader }: LogReader,
  { from, to }: { from: number; to: number },
): Promise<boolean> {
  const moved = await tx.count(sql`
    insert into log_places (workspace_id, reader, seq)
    select ${workspaceId}, ${reader}, ${to}
    where ${from}::bigint = 0
      or exists (
        select
        from log_places as place
        where place.workspace_id = ${workspaceId} and place.reader = ${reader})
    on conflict (workspace_id, reader) do update
    set seq = excluded.seq, failures = 0
    where log_places.seq = ${from}`)
  return moved === 1
}

/** Remembers that the next event could not be handled, and gives how often by now; 0 when another reader was here. */
export async function countLogFailure(tx: Tx, { workspaceId, reader }: LogReader, seq: number): Promise<number> {
  const row = await tx.first(sql<{ failures: number }>`
    insert into log_places (workspace_id, reader, seq, failures)
    values (${workspaceId}, ${reader}, ${seq}, 1)
    on conflict (workspace_id, reader) do update
    set failures = log_places.failures + 1
    where log_places.seq = ${seq}
    returning log_places.failures`)
  return row?.failures ?? 0
}

/** Moves the place behind everything this transaction can see. */
export async function passOverLog(tx: Tx, { workspaceId, reader }: LogReader): Promise<void> {
  await tx.count(sql`
    insert into log_places (workspace_id, reader, seq)
    select ${workspaceId}, ${reader}, coalesce(max(event.seq), 0)
    from events as event
    where event.workspace_id = ${workspaceId}
    on conflict (workspace_id, reader) do update
    set seq = greatest(log_places.seq, excluded.seq), failures = 0`)
}
