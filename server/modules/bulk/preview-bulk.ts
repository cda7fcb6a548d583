import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { applyMacro } from '../automations/index.ts'
import type { TicketChange } from '../handling/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import type { BulkAction, BulkSelection, Reversal } from './bulk.ts'
import { checkAction } from './check-action.ts'
import { findLiveTickets } from './bulk-view.ts'
import { chooseTickets } from './choose-tickets.ts'
import { foresee, permissionOf } from './decide-action.ts'
import { reversalOf } from './reversal-of.ts'

/** So many tickets stand for all in a sample, and for each reason of a refusal. */
const shown = 10

/** One property of a ticket, as it is and as it would be. */
export interface ForeseenChange {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
}

export interface BulkPreview extends Reversal {
  readonly total: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly notFound: number
  readonly refusals: readonly { code: string; detail: string; count: number; tickets: readonly Ticket[] }[]
  readonly sample: readonly ForeseenTicket[]
}

/** A ticket that would change, with what would be said on it. */
export interface ForeseenTicket {
  readonly ticket: Ticket
  readonly changes: readonly ForeseenChange[]
  readonly says: string | null
}

/**
 * What a change of many tickets would do: how many it changes, leaves as they are and cannot be done to, with the reasons.
 * Nothing is done. Throws `forbidden`, and `invalid` for what could be done to no ticket.
 */
export async function previewBulk(
  context: Context,
  { selection, action }: { selection: BulkSelection; action: BulkAction },
): Promise<BulkPreview> {
  requirePermission(context, permissionOf(action))
  const workflow = await currentWorkflow(context)
  await checkAction(context, action, workflow)
  const { tickets, notFound } = await chooseTickets(context, selection)
  const live = await liveOnes(context, tickets, action)
  const counts = { changed: 0, unchanged: 0, refused: 0 }
  const refusals = new Map<string, { code: string; detail: string; count: number; tickets: Ticket[] }>()
  const sample: ForeseenTicket[] = []
  for (const ticket of tickets) {
    const foreseen = foresee(context, { ticket, workflow, action, isLive: live.has(ticket.id) })
    counts[foreseen.outcome]++
    if (foreseen.outcome === 'changed' && sample.length < shown)
      sample.push({ ticket, changes: changesOf(ticket, foreseen.change), says: await saidOn(context, ticket, action) })
    if (foreseen.outcome !== 'refused') continue
    const { code, detail } = foreseen
    const key = `${code} ${detail}`
    const group = refusals.get(key) ?? { code, detail, count: 0, tickets: [] }
    group.count++
    if (group.tickets.length < shown) group.tickets.push(ticket)
    refusals.set(key, group)
  }
  const byCount = [...refusals.values()].toSorted((one, other) => other.count - one.count)
  const reversal = reversalOf(action, workflow)
  return { total: tickets.length, ...counts, notFound, refusals: byCount, sample, ...reversal }
}

/** What is live cannot be put aside; nothing else asks. */
async function liveOnes(
  context: Context,
  tickets: readonly Ticket[],
  action: BulkAction,
): Promise<ReadonlySet<string>> {
  if (action.kind !== 'snooze' || action.until === null) return new Set()
  const ids = tickets.map(({ id }) => id)
  return new Set(await context.read((tx) => findLiveTickets(tx, context.workspace.id, ids)))
}

/** The very text that would be said on a ticket. */
async function saidOn(context: Context, { id: ticketId }: Ticket, action: BulkAction): Promise<string | null> {
  if (action.kind === 'reply') return action.body
  if (action.kind !== 'applyMacro') return null
  const { key, body } = action
  const use = { ticketId, key, body, isPreview: true, lastSeenSeq: null, expectedVersion: null }
  const text = (await applyMacro(context, use))?.text ?? ''
  return text.trim() === '' ? null : text
}

/** What a person asks about; the rest follows from it. */
const told = ['status', 'priority', 'queue', 'type', 'category', 'impact', 'urgency', 'language', 'tags'] as const

function changesOf(ticket: Ticket, { patch }: TicketChange): ForeseenChange[] {
  const changes = told.flatMap((field): ForeseenChange[] => {
    const to = patch[field]
    return to === undefined ? [] : [{ field, from: ticket[field], to }]
  })
  if (patch.snoozedUntil !== undefined)
    changes.push({ field: 'snoozedUntil', from: timeOf(ticket.snoozedUntil), to: timeOf(patch.snoozedUntil) })
  if (patch.assigneeId === undefined) return changes
  const idOf = (id: string | null | undefined) => (id == null ? null : encodeId('agent', id))
  return [...changes, { field: 'assignee', from: idOf(ticket.assignee?.id), to: idOf(patch.assigneeId) }]
}

const timeOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
