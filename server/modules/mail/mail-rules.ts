import type { NoticeKind, NoticePhrases } from '../../core/mail/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { permissionsOfRole, roleNames } from '../access/index.ts'
import { decodeId } from '../../platform/ids.ts'
import type { EventType, PlacedEvent } from '../events/index.ts'
import type { Permission } from '../access/index.ts'
import type { TicketOfMail } from './facts-view.ts'

/** Who is to be told, besides whoever did it. */
export interface Audience {
  readonly agentIds?: readonly string[]
  readonly teams?: readonly string[]
  readonly roles?: readonly string[]
}

type AudienceOf = (event: PlacedEvent, ticket: TicketOfMail) => Audience

/** What an event makes: a mail to the customer, to people who work here, or to who asked for access. */
export type MailRule =
  | { readonly about: 'reply' | 'closing' | 'case' | 'webhook' | 'delivery' | 'member' | 'access' }
  | TicketRule

/** Tells people of a ticket. */
export interface TicketRule {
  readonly about: 'ticket'
  readonly kind: NoticeKind
  readonly audience: AudienceOf
  /** Its audience are teams, whose agents find the ticket among their mentions too. */
  readonly tellsTeams?: true
  /** What its phrases name besides the ticket. */
  readonly facts?: (event: PlacedEvent, workflow: WorkflowSnapshot) => Readonly<Record<string, string | number>>
  /** Left out where its phrases are those of its kind. */
  readonly phrases?: (event: PlacedEvent) => NoticePhrases
}

const agentNamed: AudienceOf = ({ data }) => ({ agentIds: agentIdsOf(data['agentId']) })
const assigneeOrManagers: AudienceOf = (_event, { assigneeId }) =>
  assigneeId === null ? { roles: ['manager'] } : { agentIds: [assigneeId] }
const slugsIn = (list: unknown): string[] => (Array.isArray(list) ? list.map(String) : [])
const teamsNamed: AudienceOf = ({ data }) => ({ teams: slugsIn(data['notify'] ?? data['teams']) })
/** Whether a step was taken at a share of its target, before the target was used up by so many minutes, or after. */
const isShare = ({ data }: PlacedEvent) => typeof data['percent'] === 'number'
const minutesBefore = ({ data }: PlacedEvent) => -Number(data['offsetMs']) / 60_000

/** Which events make which mails: one row each. */
const rules: Readonly<Partial<Record<EventType, MailRule>>> = {
  'message.added': { about: 'reply' },
  'ticket.closed': { about: 'closing' },
  'ticket.mentioned': { about: 'ticket', kind: 'mentioned', audience: agentNamed },
  'ticket.team_notified': {
    about: 'ticket',
    kind: 'team_notified',
    audience: teamsNamed,
    tellsTeams: true,
    facts: ({ data }, { teams }) => ({
      teams: slugsIn(data['teams'])
        .map((slug) => teams.get(slug)?.label ?? slug)
        .join(', '),
      reason: String(data['by']),
    }),
  },
  'ticket.assigned': { about: 'ticket', kind: 'assigned', audience: agentNamed },
  'sla.breached': {
    about: 'ticket',
    kind: 'sla_breached',
    audience: assigneeOrManagers,
    facts: ({ data }) => ({ metric: String(data['metric']) }),
  },
  'sla.escalated': {
    about: 'ticket',
    kind: 'sla_breached',
    audience: teamsNamed,
    tellsTeams: true,
    facts: (event) => ({
      metric: String(event.data['metric']),
      ...(isShare(event) ? { percent: Number(event.data['percent']) } : { minutes: minutesBefore(event) }),
    }),
    phrases: (event) => {
      if (isShare(event)) return Number(event.data['percent']) < 100 ? 'sla_late' : 'sla_breached'
      return minutesBefore(event) > 0 ? 'sla_near' : 'sla_breached'
    },
  },
  'case.status_changed': { about: 'case' },
  'case.warned': { about: 'case' },
  'case.breached': { about: 'case' },
  'delivery.quarantined': { about: 'delivery' },
  'webhook.disabled': { about: 'webhook' },
  'member.added': { about: 'member' },
  'access.approved': { about: 'access' },
  'access.rejected': { about: 'access' },
}

const byType = new Map(Object.entries(rules) as [EventType, MailRule][])

/** Types of events that mails are written about. */
export const mailEventTypes: readonly EventType[] = [...byType.keys()]

export function mailRuleOf({ type }: PlacedEvent): MailRule | undefined {
  return byType.get(type)
}

/** Roles that hold a permission. */
export function rolesThatMay(permission: Permission): string[] {
  return roleNames.filter((role) => permissionsOfRole(role).some((one) => one === '*' || one === permission))
}

function agentIdsOf(text: unknown): string[] {
  const id = decodeId('agent', String(text))
  return id === null ? [] : [id]
}
