import { categoryOf } from '../../core/lifecycle/index.ts'
import type { Priority } from '../../core/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { type Grip, noChange, type TaskMove, type TicketChange, type TicketFact } from '../handling/index.ts'
import type { Task } from '../routing/index.ts'
import type { Ticket, TicketPatch } from '../tickets/index.ts'
import type { BeforeBulk } from './bulk.ts'

/** What a ticket is said to be, as far as changes of many can change it. */
export const restoredProperties = [
  'type',
  'category',
  'priority',
  'impact',
  'urgency',
  'priorityReason',
  'language',
  'queue',
  'tags',
  'fields',
  'classifiedBy',
  'cause',
  'correction',
  'solutionCheck',
  'resolution',
] as const

/** A ticket as it was before, but for its assignee: properties, status, clocks, and its work at its old rank. */
export function propertiesBack(
  grip: Grip,
  { before, task, at }: { before: BeforeBulk; task: Task | null; at: number },
): TicketChange {
  const { ticket, lifecycle } = grip
  const changed = restoredProperties.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(ticket[name]))
  const category = categoryOf(lifecycle, before.status) ?? ticket.statusCategory
  const isMoved = before.status !== ticket.status
  const aside = asideBack(ticket, before, at)
  const isAside = aside?.patch.snoozedUntil != null
  const patch = {
    ...Object.fromEntries(changed.map((name) => [name, before[name]])),
    ...(isMoved && statusPatch(before, category)),
    ...aside?.patch,
  } as TicketPatch
  const clockEvents: TicketChange['clockEvents'][number][] = []
  if (changed.includes('priority')) clockEvents.push({ kind: 'priority', to: before.priority as Priority, at })
  if (category !== ticket.statusCategory) clockEvents.push({ kind: 'status', to: category, at })
  if (ended.has(ticket.statusCategory) && !ended.has(category))
    clockEvents.push(...clocksBack(ticket, before).map((reason) => ({ kind: 'restored', reason, at }) as const))
  return {
    patch,
    facts: [...factsOf(ticket, { before, category, changed, isMoved }), ...(aside?.facts ?? [])],
    clockEvents,
    taskMoves: [...workBack(grip, { category, task, isAside }), ...placeBack(grip, before, changed)],
  }
}

/** The snooze as it was, unless its time has come since. Null where it is so already. */
function asideBack(ticket: Ticket, before: BeforeBulk, at: number): Pick<TicketChange, 'patch' | 'facts'> | null {
  const until = before.snoozedUntil ?? null
  if (until === ticket.snoozedUntil || (until !== null && until <= at)) return null
  const fact: TicketFact =
    until === null
      ? { type: 'ticket.woken', data: { reason: 'person' } }
      : { type: 'ticket.snoozed', data: { until: new Date(until).toISOString() } }
  return { patch: { snoozedUntil: until }, facts: [fact] }
}

/**
 * Why clocks ended that counted before: they count on without the time between. A reply that was owed counts as given by
 * the end, and of a ticket that was reopened before, earlier updates must not come back.
 */
function clocksBack({ statusCategory }: Ticket, { counting, reopened }: BeforeBulk): string[] {
  const reasons: string[] = []
  if (counting.includes('firstResponse')) reasons.push('no_reply')
  if (counting.includes('periodicUpdate') && reopened === 0) reasons.push(statusCategory)
  return reasons
}

function statusPatch(before: BeforeBulk, category: Ticket['statusCategory']): TicketPatch {
  const { status, returnsTo, reopened, solvedAt, closedAt } = before
  return { status, statusCategory: category, returnsTo, reopened, solvedAt, closedAt }
}

function factsOf(
  ticket: Ticket,
  back: {
    before: BeforeBulk
    category: Ticket['statusCategory']
    changed: readonly (typeof restoredProperties)[number][]
    isMoved: boolean
  },
): TicketFact[] {
  const facts: TicketFact[] = []
  if (back.isMoved) {
    const [from, to] = [ticket.status, back.before.status]
    facts.push({
      type: 'ticket.status_changed',
      data: { from, to, category: back.category },
      callback: { event: 'ticket.status_changed', from, to },
    })
  }
  if (back.changed.length > 0) facts.push({ type: 'ticket.updated', data: { changed: [...back.changed] } })
  return facts
}

const ended = new Set<string>(['solved', 'closed'])
const held = new Set<string>(['waiting', 'hold'])

/** What becomes of the work when the status goes back. */
function workBack(
  { ticket, task: open }: Grip,
  { category, task, isAside }: { category: Ticket['statusCategory']; task: Task | null; isAside: boolean },
): TaskMove[] {
  const was = ticket.statusCategory
  const rests = held.has(category) || isAside
  if (ended.has(was) && !ended.has(category)) {
    // A wrap-up is not over yet, and ends by new work.
    if (open === null && task !== null) return [{ kind: 'restore', task, isPaused: rests }]
    return rests ? [{ kind: 'queue' }, { kind: 'pause' }] : [{ kind: 'queue' }]
  }
  if (ended.has(category) && !ended.has(was)) return [{ kind: 'cancel', reason: 'undone' }]
  if (held.has(was) && !rests) return [{ kind: 'resume' }]
  return rests && !held.has(was) ? [{ kind: 'pause' }] : []
}

function placeBack(
  { task }: Grip,
  before: BeforeBulk,
  changed: readonly (typeof restoredProperties)[number][],
): TaskMove[] {
  const queue = changed.includes('queue') ? { queue: before.queue } : {}
  const priority = changed.includes('priority') ? { priority: before.priority } : {}
  const isMoved = changed.includes('queue') || changed.includes('priority')
  return task === null || !isMoved ? [] : [{ kind: 'update', ...queue, ...priority }]
}

/** The ticket and its work with whoever had it, or with nobody. */
export function handsBack({ ticket, task }: Grip, before: BeforeBulk): TicketChange {
  const { assigneeId } = before
  if (assigneeId === null) {
    if (ticket.assignee === null) return noChange
    const fact: TicketFact = {
      type: 'ticket.unassigned',
      data: { agentId: encodeId('agent', ticket.assignee.id) },
    }
    return { ...noChange, patch: { assigneeId: null }, facts: [fact], taskMoves: [{ kind: 'release' }] }
  }
  const { status } = ticket
  const isSame = ticket.assignee?.id === assigneeId
  const assigned: TicketFact = {
    type: 'ticket.assigned',
    data: { agentId: encodeId('agent', assigneeId), from: status, to: status },
    callback: { event: 'ticket.assigned', from: status, to: status },
  }
  const isWork = task !== null && task.state !== 'paused' && task.state !== 'wrapup'
  return {
    ...noChange,
    patch: isSame ? {} : { assigneeId },
    facts: isSame ? [] : [assigned],
    taskMoves: isWork ? [{ kind: 'assign', agentId: assigneeId }] : [],
  }
}
