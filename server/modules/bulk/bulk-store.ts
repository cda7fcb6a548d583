import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Asker, BeforeBulk, Bulk, BulkAction, BulkOutcome, Reversal } from './bulk.ts'

/** Keeps a change with the tickets it is about, none of which has been changed yet. */
export async function insertBulk(
  tx: Tx,
  workspaceId: string,
  bulk: {
    id: string
    action: BulkAction
    selection: Bulk['selection']
    asker: Asker
    reversal: Reversal
    ticketIds: readonly string[]
    at: number
  },
): Promise<void> {
  await tx.count(sql`
    insert into bulk_changes (workspace_id, id, state, action, selection, principal, lasting, is_undoable, created_at)
    values (${workspaceId}, ${bulk.id}, 'running', ${JSON.stringify(bulk.action)}::jsonb,
      ${JSON.stringify(bulk.selection)}::jsonb, ${JSON.stringify(bulk.asker)}::jsonb, ${bulk.reversal.lasting}::text[],
      ${bulk.reversal.isUndoable}, ${new Date(bulk.at)})`)
  await tx.count(sql`
    insert into bulk_tickets (workspace_id, bulk_id, ticket_id, seen_seq)
    select ${workspaceId}::uuid, ${bulk.id}::uuid, ticket.id, ticket.message_seq
    from unnest(${bulk.ticketIds}::uuid[]) as chosen (id)
    join tickets as ticket on ticket.workspace_id = ${workspaceId} and ticket.id = chosen.id`)
}

/** Holds a change until the transaction ends; whoever works on its tickets does not wait for that. */
export async function lockBulk(tx: Tx, workspaceId: string, bulkId: string): Promise<void> {
  await tx.count(sql`
    select 1
    from bulk_changes as bulk
    where bulk.workspace_id = ${workspaceId} and bulk.id = ${bulkId}
    for no key update`)
}

/** A ticket of a change, held. */
export interface HeldBulkTicket {
  /** The last message there was when it was chosen; null = not noted. */
  readonly seenSeq: number | null
}

/** Takes one ticket of a change to work on; null when its outcome is another by now, or another worker has it. */
export function lockBulkTicket(
  tx: Tx,
  workspaceId: string,
  one: { bulkId: string; ticketId: string; outcome: BulkOutcome },
): Promise<HeldBulkTicket | null> {
  return tx.first(sql<HeldBulkTicket>`
    select one.seen_seq as "seenSeq"
    from bulk_tickets as one
    where one.workspace_id = ${workspaceId}
      and one.bulk_id = ${one.bulkId}
      and one.ticket_id = ${one.ticketId}
      and one.outcome = ${one.outcome}
    for update skip locked`)
}

/** Keeps what became of one ticket that still had the outcome `was`. */
export async function setOutcome(
  tx: Tx,
  workspaceId: string,
  one: {
    bulkId: string
    ticketId: string
    was: BulkOutcome
    outcome: BulkOutcome
    code?: string | null
    detail?: string | null
    before?: BeforeBulk | null
    version?: number | null
  },
): Promise<void> {
  const before = one.before == null ? null : JSON.stringify(one.before)
  await tx.count(sql`
    update bulk_tickets
    set outcome = ${one.outcome}, code = ${one.code ?? null}, detail = ${one.detail ?? null},
      before = coalesce(${before}::jsonb, bulk_tickets.before),
      version = coalesce(${one.version ?? null}::integer, bulk_tickets.version)
    where bulk_tickets.workspace_id = ${workspaceId}
      and bulk_tickets.bulk_id = ${one.bulkId}
      and bulk_tickets.ticket_id = ${one.ticketId}
      and bulk_tickets.outcome = ${one.was}`)
}

/** The tickets it has not come to are not changed any more. */
export async function stopPending(tx: Tx, workspaceId: string, bulkId: string): Promise<void> {
  await tx.count(sql`
    update bulk_tickets
    set outcome = 'refused', code = 'stopped', detail = 'The change was undone before its turn came.'
    where bulk_tickets.workspace_id = ${workspaceId}
      and bulk_tickets.bulk_id = ${bulkId}
      and bulk_tickets.outcome = 'pending'`)
}

/** The change is done. */
export async function finishBulk(
  tx: Tx,
  workspaceId: string,
  end: { bulkId: string; at: number; undoableUntil: number },
): Promise<void> {
  await tx.count(sql`
    update bulk_changes
    set state = 'done', finished_at = ${new Date(end.at)}, undoable_until = ${new Date(end.undoableUntil)}
    where bulk_changes.workspace_id = ${workspaceId} and bulk_changes.id = ${end.bulkId}`)
}

/** It is to be undone. */
export async function beginUndo(tx: Tx, workspaceId: string, undo: { bulkId: string; by: Asker }): Promise<void> {
  await tx.count(sql`
    update bulk_changes
    set state = 'undoing', undone_by = ${JSON.stringify(undo.by)}::jsonb
    where bulk_changes.workspace_id = ${workspaceId} and bulk_changes.id = ${undo.bulkId}`)
}

/** It is undone, as far as it could be. */
export async function finishUndo(tx: Tx, workspaceId: string, end: { bulkId: string; at: number }): Promise<void> {
  await tx.count(sql`
    update bulk_changes
    set state = 'undone', undone_at = ${new Date(end.at)},
      finished_at = coalesce(bulk_changes.finished_at, ${new Date(end.at)})
    where bulk_changes.workspace_id = ${workspaceId} and bulk_changes.id = ${end.bulkId}`)
}
