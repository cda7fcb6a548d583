import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import type { Bulk, BulkOutcome } from './bulk.ts'
import { type BulkTicket, findBulk, listBulksBy, listBulkTickets } from './bulk-view.ts'

/** Whether a change is the caller's to see: its own, or any for who may read the trail of the whole workspace. */
export function maySee({ principal }: Context, { asker }: Bulk): boolean {
  if (asker.kind === principal.kind && asker.id === principal.id) return true
  const { channels, queues } = principal.scope
  return channels === null && queues === null && can(principal, 'audit:read')
}

/** A change as it stands, or null. */
export async function readBulk(context: Context, { bulkId }: { bulkId: string }): Promise<Bulk | null> {
  requirePermission(context, 'ticket:read')
  const bulk = await context.read((tx) => findBulk(tx, context.workspace.id, bulkId))
  return bulk !== null && maySee(context, bulk) ? bulk : null
}

/** The changes the caller asked for, newest first. */
export async function listBulks(context: Context, page: { before: string | null; limit: number }): Promise<Bulk[]> {
  requirePermission(context, 'ticket:read')
  return context.read((tx) => listBulksBy(tx, context.workspace.id, { ...page, askerId: context.principal.id }))
}

/** What became of each ticket of a change; null when there is no such change. */
export async function readBulkTickets(
  context: Context,
  page: { bulkId: string; outcome: BulkOutcome | null; after: string | null; limit: number },
): Promise<BulkTicket[] | null> {
  const bulk = await readBulk(context, page)
  return bulk === null ? null : context.read((tx) => listBulkTickets(tx, context.workspace.id, page))
}

function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/** A change as the API writes it. */
export function presentBulk(bulk: Bulk, now: number) {
  const { id, state, action, selection, counts, undoableUntil, lasting, isUndoable } = bulk
  const { kind, ...facts } = action
  const isOpen = state === 'running' || (state === 'done' && (undoableUntil ?? 0) >= now)
  return {
    id: encodeId('bulk', id),
    state,
    action: { kind, ...facts, ...('agentId' in facts && { agentId: encodeId('agent', facts.agentId) }) },
    q: selection.q,
    view: selection.view,
    by: { kind: bulk.asker.kind, name: bulk.asker.name },
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    ...counts,
    notFound: selection.notFound,
    canUndo: isOpen && (state === 'running' || (isUndoable && counts.changed > 0)),
    lasting: [...lasting],
    createdAt: new Date(bulk.createdAt).toISOString(),
    finishedAt: time(bulk.finishedAt),
    undoableUntil: time(undoableUntil),
    undoneAt: time(bulk.undoneAt),
  }
}

/** What became of a ticket, as the API writes it. */
export function presentBulkTicket({ ticketId, number, issueSummary, outcome, code, detail }: BulkTicket) {
  return { ticket: { id: encodeId('ticket', ticketId), number, issueSummary }, outcome, code, detail }
}
