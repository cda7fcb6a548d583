import type { TimelineItem } from '@switchyard/sdk'
import type { IconName } from '../../ui/icon-paths.tsx'
import { countedDuration } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'

interface EventWords {
  icon: IconName
  tone: 'met' | 'near' | 'breach' | 'quiet'
  strong: string
  detail: string
  decisionId: string | null
}

const icons: Record<string, IconName> = {
  'ticket.created': 'plus',
  'ticket.classified': 'bolt',
  'ticket.assigned': 'user-plus',
  'ticket.unassigned': 'user',
  'ticket.status_changed': 'arrow',
  'ticket.updated': 'dot',
  'ticket.linked': 'link',
  'ticket.followed': 'user-plus',
  'ticket.mentioned': 'user-plus',
  'ticket.checklist_changed': 'check',
  'ticket.move_refused': 'alert',
  'ticket.escalated': 'alert',
  'case.opened': 'alert',
  'case.escalated': 'alert',
  'case.status_changed': 'arrow',
  'case.check_set': 'check',
  'case.evidence_added': 'plus',
  'case.ticket_linked': 'link',
  'case.decided': 'check',
  'case.closed': 'check',
  'case.paused': 'pause',
  'case.resumed': 'play',
  'case.warned': 'clock',
  'case.breached': 'alert',
  'ticket.followed_up': 'link',
  'ticket.merged': 'link',
  'ticket.unmerged': 'undo',
  'ticket.split': 'link',
  'ticket.solved': 'check',
  'ticket.closed': 'check',
  'ticket.reopened': 'undo',
  'task.queued': 'inbox',
  'task.unroutable': 'alert',
  'task.exhausted': 'alert',
  'task.transferred': 'arrow',
  'task.returned': 'undo',
  'task.requeued': 'undo',
  'task.parked': 'pause',
  'task.unparked': 'play',
  'task.overflowed': 'inbox',
  'task.partner_ended': 'inbox',
  'task.expired': 'alert',
  'task.paused': 'pause',
  'task.resumed': 'play',
  'call.started': 'phone',
  'call.ended': 'phone',
  'call.abandoned': 'phone',
  'callback.requested': 'phone',
  'offer.created': 'bell',
  'offer.accepted': 'user-plus',
  'offer.declined': 'x',
  'offer.expired': 'clock',
  'offer.revoked': 'x',
  'sla.warned': 'clock',
  'sla.breached': 'alert',
  'sla.escalated': 'alert',
  'sla.met': 'check',
  'delivery.dead': 'plug',
}
const tones: Record<string, EventWords['tone']> = {
  'sla.warned': 'near',
  'sla.breached': 'breach',
  'sla.escalated': 'breach',
  'sla.met': 'met',
  'case.warned': 'near',
  'case.breached': 'breach',
  'ticket.solved': 'met',
  'ticket.closed': 'met',
  'delivery.dead': 'breach',
  'task.unroutable': 'near',
  'task.exhausted': 'near',
  'call.abandoned': 'near',
  'task.expired': 'breach',
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** What turns ids into words: who is reading, the agents by id, the decision behind each offer. */
export interface EventContext {
  meIds: readonly string[]
  agentNames: ReadonlyMap<string, string>
  decisions: ReadonlyMap<string, string>
}

/** Who did it: "You", a name, or the product itself for rules and timers. */
function whoOf(event: TimelineItem, { meIds, agentNames }: EventContext): string {
  const { id, name, kind } = event.actor
  if (meIds.includes(id)) return t('ticket.you')
  return name ?? agentNames.get(id) ?? wordFor('actor', kind)
}

function agentOf(event: TimelineItem, { meIds, agentNames }: EventContext): string {
  const id = textOf(event.data.agentId)
  const isTold = id === '' || id === event.actor.id || event.type.startsWith('offer.accept')
  if (isTold) return ''
  return meIds.includes(id) ? t('ticket.you') : (agentNames.get(id) ?? '')
}

function rulesOf(event: TimelineItem): string {
  const rules = event.cause?.rules
  return Array.isArray(rules) && rules.length > 0 ? t('event.byRule', { rule: rules.join(', ') }) : ''
}

/** What it was part of: a change of many tickets, its undoing, or a move of time. */
function causeOf({ cause }: TimelineItem): string {
  if (cause?.undo === true) return t('event.byUndo')
  if (cause?.bulk !== undefined) return t('event.byBulk')
  return cause?.move === undefined ? '' : t('event.byMove', { move: textOf(cause.move) })
}

function changedOf(event: TimelineItem): string {
  const changed = event.data.changed
  return Array.isArray(changed) ? changed.join(', ') : ''
}

function detailOf(event: TimelineItem, context: EventContext): string {
  const { data, type } = event
  const stays = data.from === data.to || ['ticket.created', 'ticket.classified'].includes(type)
  const moved = stays ? [] : [textOf(data.from), textOf(data.to)].filter(Boolean).map((code) => wordFor('status', code))
  const metric = textOf(data.metric)
  const percent = textOf(data.percent)
  const parts = [
    rulesOf(event),
    ...['category', 'type', 'priority', 'queue'].map((key) =>
      textOf(type === 'ticket.status_changed' ? '' : data[key]),
    ),
    moved.join(' → '),
    agentOf(event, context),
    metric === '' ? '' : wordFor('sla.metric', metric),
    percent === '' ? '' : t('event.used', { percent }),
    changedOf(event),
    causeOf(event),
    textOf(data.reason) || textOf(data.code),
    ...[data.waitMs, data.waitedMs].map((ms) =>
      typeof ms === 'number' ? t('event.after', { time: countedDuration(ms) }) : '',
    ),
    type === 'call.abandoned' && textOf(data.outcome) !== '' ? wordFor('call.outcome', textOf(data.outcome)) : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** One line for a system fact: its icon, what happened in strong words, the particulars, and the decision behind it. */
export function eventWords(event: TimelineItem, context: EventContext): EventWords {
  return {
    icon: icons[event.type] ?? 'dot',
    tone: tones[event.type] ?? 'quiet',
    strong: wordFor('event', event.type).replace('{who}', whoOf(event, context)),
    detail: detailOf(event, context),
    decisionId: textOf(event.data.decisionId) || (context.decisions.get(textOf(event.data.offerId)) ?? null),
  }
}
