import type { TimelineItem } from '@switchyard/sdk'
import { changedValues } from '../../live/changed-values.ts'
import { eventIcons, eventTones } from './event-kinds.ts'
import type { EventTone } from './event-kinds.ts'
import type { IconName } from '../../ui/icon-paths.tsx'
import { countedDuration, momentText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'

interface EventWords {
  icon: IconName
  tone: EventTone
  strong: string
  detail: string
  decisionId: string | null
  /** The other ticket that it tells of. */
  otherTicketId: string | null
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

/** What turns ids into words: who is reading, the agents by id, the decision behind each offer. */
export interface EventContext {
  meIds: readonly string[]
  agentNames: ReadonlyMap<string, string>
  decisions: ReadonlyMap<string, string>
}

/** Who did it: "You", a name, or the product itself for rules and timers. */
export function whoOf(event: TimelineItem, { meIds, agentNames }: EventContext): string {
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

/** The teams that are to know, or who was told for them. */
function toldOf({ type, data }: TimelineItem, { meIds, agentNames }: EventContext): string {
  if (type === 'ticket.team_notified' && Array.isArray(data.teams)) return data.teams.join(', ')
  if (type !== 'ticket.team_told' || !Array.isArray(data.agents)) return ''
  const names = data.agents.map(String).map((id) => (meIds.includes(id) ? t('ticket.you') : agentNames.get(id)))
  return names.filter(Boolean).join(', ')
}

function rulesOf(event: TimelineItem): string {
  const rules = event.cause?.rules
  return Array.isArray(rules) && rules.length > 0 ? t('event.byRule', { rule: rules.join(', ') }) : ''
}

/** What made it happen when nobody did: a change of many tickets, its undoing, a move of time, an automation, a macro. */
function causeOf({ cause, type, data }: TimelineItem): string {
  if (cause?.undo === true) return t('event.byUndo')
  if (cause?.bulk !== undefined) return t('event.byBulk')
  if (cause?.move !== undefined) return t('event.byMove', { move: textOf(cause.move) })
  const automation = textOf(type === 'automation.ran' ? data.automation : cause?.automation)
  if (automation !== '') return type === 'automation.ran' ? automation : t('event.byAutomation', { automation })
  const macro = textOf(cause?.macro)
  return macro === '' ? '' : t('event.byMacro', { macro })
}

function didOf({ data }: TimelineItem): string {
  return Array.isArray(data.did) ? data.did.join(', ') : ''
}

/** What was changed, and of codes what they were and are. */
function changedOf({ data }: TimelineItem): string {
  const { changed } = data
  if (!Array.isArray(changed)) return ''
  const values = changedValues(data)
  const words = changed.map(String).map((name) => {
    const value = values.find((one) => one.name === name)
    const codes = value === undefined ? [] : [value.from, value.to].map((code) => codeWord(name, code))
    return [wordFor('changed', name), codes.join(' → ')].filter(Boolean).join(' ')
  })
  return words.join(', ')
}

/** Keys of a workspace stay as written. */
const codeWord = (name: string, code: string | null) =>
  name === 'priority' && code !== null ? wordFor(name, code) : (code ?? '–')

const isTargetOf = (event: TimelineItem) => event.data.targetId === event.ticketId

/**
 * A merge reads differently on the ticket that ended and on the one that goes on, a monitor's end by who ended it, a request
 * by whether a partner has it.
 */
function wordsKey(event: TimelineItem): string {
  if (event.type === 'monitor.ended' && event.data.reason === 'left') return 'monitor.left'
  if (event.type === 'ticket.handed_off' && event.data.outcome !== 'forwarded') return 'ticket.handed_off.kept'
  const isMerge = event.type === 'ticket.merged' || event.type === 'ticket.unmerged'
  return isMerge && isTargetOf(event) ? `${event.type}.here` : event.type
}

function otherTicketOf({ type, data, ticketId }: TimelineItem): string | null {
  const other =
    type === 'ticket.merged' || type === 'ticket.unmerged'
      ? data.targetId === ticketId
        ? data.sourceId
        : data.targetId
      : (data.otherTicketId ?? (type.startsWith('ticket.') ? data.ticketId : null))
  return textOf(other) || null
}

/** From where to where, in the words of a ticket's stages, of a case's lanes, or as numbers. */
function movedOf(event: TimelineItem): string {
  const { data, type } = event
  const isTold = data.from === data.to || ['ticket.created', 'ticket.classified'].includes(type)
  if (isTold || (type.startsWith('ticket.') && isTargetOf(event))) return ''
  const prefix = type.startsWith('case.') ? 'case.status' : 'status'
  const ends = [textOf(data.from), textOf(data.to)].filter(Boolean)
  return ends.map((code) => wordFor(prefix, code)).join(' → ')
}

/** What a case, a call, a review or a delivery adds. */
function particularsOf({ type, data }: TimelineItem): string[] {
  const outcome = textOf(data.outcome)
  return [
    type === 'call.abandoned' && outcome !== '' ? wordFor('call.outcome', outcome) : '',
    type.startsWith('case.') && outcome !== '' ? wordFor('case.outcome', outcome) : '',
    type === 'case.check_set' ? `${textOf(data.check)}: ${wordFor('case.check', textOf(data.result))}` : '',
    type === 'case.opened' ? `C-${textOf(data.number).padStart(4, '0')}` : '',
    type === 'qa.reviewed' ? textOf(data.scorecard) : '',
    type.endsWith('.rated') ? `${textOf(data.score ?? data.average)} / 5` : '',
    type === 'monitor.started' || type === 'monitor.changed' ? wordFor('monitor.mode', textOf(data.mode)) : '',
    ...(Array.isArray(data.barredBy) ? data.barredBy.map((guard) => wordFor('transition.barred', textOf(guard))) : []),
    typeof data.attempts === 'number' ? t('event.attempts', { count: data.attempts }) : '',
    typeof data.messages === 'number' ? t('event.messages', { count: data.messages }) : '',
  ]
}

function fromDueWords(offsetMs: number): string {
  return t(offsetMs < 0 ? 'event.beforeDue' : 'event.afterDue', { time: countedDuration(Math.abs(offsetMs)) })
}

function detailOf(event: TimelineItem, context: EventContext): string {
  const { data, type } = event
  const metric = textOf(data.metric)
  const percent = textOf(data.percent)
  const parts = [
    rulesOf(event),
    ...['category', 'type', 'priority', 'queue'].map((key) =>
      textOf(type === 'ticket.status_changed' ? '' : data[key]),
    ),
    movedOf(event),
    agentOf(event, context),
    toldOf(event, context),
    metric === '' ? '' : wordFor('sla.metric', metric),
    type.startsWith('sla.overrid') && typeof data.dueAt === 'string'
      ? momentText(data.dueAt, Date.parse(event.at))
      : '',
    percent === '' ? '' : t('event.used', { percent }),
    typeof data.offsetMs === 'number' ? fromDueWords(data.offsetMs) : '',
    changedOf(event),
    causeOf(event),
    didOf(event),
    type === 'monitor.ended' ? '' : textOf(data.reason) || textOf(data.code),
    type === 'offer.declined' && textOf(data.note) !== '' ? `“${textOf(data.note)}”` : '',
    ...[data.waitMs, data.waitedMs].map((ms) =>
      typeof ms === 'number' ? t('event.after', { time: countedDuration(ms) }) : '',
    ),
    ...particularsOf(event),
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** One line for a system fact: its icon, what happened in strong words, the particulars, and the decision behind it. */
export function eventWords(event: TimelineItem, context: EventContext): EventWords {
  return {
    icon: eventIcons[event.type] ?? 'dot',
    tone: eventTones[event.type] ?? 'quiet',
    strong: wordFor('event', wordsKey(event)).replace('{who}', whoOf(event, context)),
    otherTicketId: otherTicketOf(event),
    detail: detailOf(event, context),
    decisionId: textOf(event.data.decisionId) || (context.decisions.get(textOf(event.data.offerId)) ?? null),
  }
}
