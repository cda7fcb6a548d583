import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import {
  applyMacro,
  foreseeAutomations,
  type ForeseenRule,
  macrosFor,
  type SupposedChange,
} from '../automations/index.ts'
import type { TicketChange } from '../handling/index.ts'
import { findTicketsWithOpenCase, type Ticket } from '../tickets/index.ts'
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

/** A ticket that would change, with what would be said on it and which automations would act on that. */
export interface ForeseenTicket {
  readonly ticket: Ticket
  readonly changes: readonly ForeseenChange[]
  readonly says: string | null
  /** Null where the caller may not read the workflow. */
  readonly automations: readonly ForeseenRule[] | null
}

interface SampledTicket extends Pick<ForeseenTicket, 'ticket' | 'says'> {
  readonly change: TicketChange
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
  const inCase = await thoseInCase(context, { tickets, action, workflow })
  const counts = { changed: 0, unchanged: 0, refused: 0 }
  const refusals = new Map<string, { code: string; detail: string; count: number; tickets: Ticket[] }>()
  const sampled: SampledTicket[] = []
  for (const ticket of tickets) {
    const seen = { isLive: live.has(ticket.id), hasOpenCase: inCase.has(ticket.id) }
    const foreseen = foresee(context, { ticket, workflow, action, seen })
    counts[foreseen.outcome]++
    if (foreseen.outcome === 'changed' && sampled.length < shown)
      sampled.push({ ticket, change: foreseen.change, says: await saidOn(context, ticket, action) })
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
  const sample = await withAutomations(context, workflow, { action, sampled })
  return { total: tickets.length, ...counts, notFound, refusals: byCount, sample, ...reversal }
}

/** The sample as it is shown, with the automations that would act on each. */
async function withAutomations(
  context: Context,
  workflow: WorkflowSnapshot,
  { action, sampled }: { action: BulkAction; sampled: readonly SampledTicket[] },
): Promise<ForeseenTicket[]> {
  const isInternal =
    action.kind === 'applyMacro' &&
    macrosFor(workflow, context.principal).find(({ slug }) => slug === action.key)?.isInternal === true
  const acting = can(context.principal, 'workflow:read')
    ? await foreseeAutomations(
        context,
        workflow,
        sampled.map(({ ticket, change, says }) => ({
          ticketId: ticket.id,
          change,
          says: heardOn(action, { says, isInternal }),
        })),
      )
    : null
  return sampled.map(({ ticket, change, says }) => ({
    ticket,
    changes: changesOf(ticket, change),
    says,
    automations: acting === null ? null : (acting.get(ticket.id) ?? []),
  }))
}

/** What automations would hear said: the note beside a move, the reply, the text of a macro. */
function heardOn(
  action: BulkAction,
  { says, isInternal }: { says: string | null; isInternal: boolean },
): SupposedChange['says'] {
  if (action.kind === 'transition')
    return action.note === undefined ? null : { text: action.note, visibility: 'internal' }
  if (says === null) return null
  if (action.kind === 'reply') return { text: says, visibility: action.visibility }
  return { text: says, visibility: isInternal ? 'internal' : 'public' }
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

/** Those with an open case, where the action may end a ticket and some lifecycle asks. */
async function thoseInCase(
  context: Context,
  { tickets, action, workflow }: { tickets: readonly Ticket[]; action: BulkAction; workflow: WorkflowSnapshot },
): Promise<ReadonlySet<string>> {
  if (action.kind !== 'transition' && action.kind !== 'applyMacro') return new Set()
  const asked = tickets.filter(({ lifecycle }) => workflow.lifecycles.get(lifecycle)?.asksForCases === true)
  if (asked.length === 0) return new Set()
  const ids = asked.map(({ id }) => id)
  return context.read((tx) => findTicketsWithOpenCase(tx, context.workspace.id, ids))
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
