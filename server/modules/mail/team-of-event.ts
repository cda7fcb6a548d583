import type { Tx } from '../../platform/context.ts'
import type { TeamMention } from '../collaboration/index.ts'
import { findTicketOfMail } from './facts-view.ts'
import { mailRuleOf } from './mail-rules.ts'
import { audienceOf, type Told } from './readers.ts'

/** The agents to whom an event brings a ticket for their teams, whether or not they want a mail; null for other events. */
export async function teamOfEvent(tx: Tx, told: Told): Promise<TeamMention | null> {
  const { context, event } = told
  const rule = mailRuleOf(event)
  if (rule?.about !== 'ticket' || event.ticketId === null || !rule.tellsTeams) return null
  const ticket = await findTicketOfMail(tx, context.workspace.id, event.ticketId)
  if (ticket === null) return null
  const audience = rule.audience(event, ticket)
  const found = await audienceOf(tx, told, { audience, ticket })
  const agentIds = found.flatMap(({ agentId }) => agentId ?? [])
  if (agentIds.length === 0) return null
  return { ticketId: ticket.id, eventId: event.id, teams: audience.teams ?? [], agentIds: [...new Set(agentIds)] }
}
