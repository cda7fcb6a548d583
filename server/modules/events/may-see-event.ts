import { isInternal } from '../../core/clocks/index.ts'
import { decodeId } from '../../platform/ids.ts'
import { isForStaff, type Principal } from '../../platform/principal.ts'
import { type EventType, staffEventTypes } from './catalogue.ts'
import type { PlacedEvent } from './event-view.ts'

/** What concerns everybody who may read events, whatever their queues and channels. */
const ofCommonInterest: ReadonlySet<EventType> = new Set([
  'workflow.published',
  'workflow.rolled_back',
  'market.published',
  'view.created',
  'view.updated',
  'view.deleted',
])

const ofStaff: ReadonlySet<EventType> = new Set(staffEventTypes)

/** True when the principal may read the event log at all. */
export function mayReadEvents(principal: Principal): boolean {
  return principal.permissions.has('*') || principal.permissions.has('event:read')
}

function mayReadCases({ permissions }: Principal): boolean {
  return permissions.has('*') || permissions.has('case:read')
}

/**
 * Whether an event may be shown to a principal: with `event:read` those in its channels and queues, to an agent always
 * what is about itself and its tickets, to a partner only its own tickets and never what is internal or promised among teams
 * and partners. What is told of a case is for those who may read cases, of a review for those who may read reviews and for whom it is of.
 */
export function maySeeEvent(principal: Principal, event: PlacedEvent): boolean {
  if (isOfInternalPromise(event) && !isForStaff(principal)) return false
  if (event.subjectKind === 'case' && !mayReadCases(principal)) return false
  if (event.type === 'qa.reviewed' && !maySeeReview(principal, event)) return false
  if (principal.agentId !== null && agentsConcerned(event).has(principal.agentId)) return true
  if (principal.kind === 'customer' || !mayReadEvents(principal)) return false
  const { place } = event
  if (principal.partnerId !== null)
    return (
      place?.partnerId === principal.partnerId && event.data['visibility'] !== 'internal' && !ofStaff.has(event.type)
    )
  const { channels, queues } = principal.scope
  if (channels === null && queues === null) return true
  if (place === null) return ofCommonInterest.has(event.type)
  return (channels?.has(place.channel) ?? true) && (queues?.has(place.queue) ?? true)
}

function isOfInternalPromise({ type, data }: PlacedEvent): boolean {
  return type.startsWith('sla.') && isInternal(String(data['metric']))
}

/** Not for a partner, whose agent may be the one that was reviewed. */
function maySeeReview(principal: Principal, event: PlacedEvent): boolean {
  const { agentId, permissions } = principal
  if (!isForStaff(principal)) return false
  const isOfThem = agentId !== null && agentsConcerned(event).has(agentId)
  return isOfThem || permissions.has('*') || permissions.has('qa:read')
}

/**
 * The agents an event is about: its subject, who is named in it, and whose ticket it is of. A review is about whose work
 * it judges, whoever has the ticket by now.
 */
export function agentsConcerned({ type, subjectKind, subjectId, place, data }: PlacedEvent): Set<string> {
  const { agentId } = data
  const named = typeof agentId === 'string' ? decodeId('agent', agentId) : null
  const assigneeId = type === 'qa.reviewed' ? null : (place?.assigneeId ?? null)
  const concerned = [subjectKind === 'agent' ? subjectId : null, assigneeId, named]
  return new Set(concerned.filter((id) => id !== null))
}
