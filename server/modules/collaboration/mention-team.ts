import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type BesideFact, recordBeside } from './change-beside.ts'
import { insertTeamMentions } from './mention-store.ts'

/** An event that concerns teams, and the agents who are told of it for them. */
export interface TeamMention {
  readonly ticketId: string
  readonly eventId: string
  readonly teams: readonly string[]
  readonly agentIds: readonly string[]
}

/** Puts a ticket among the mentions of a team's agents, each once for an event. The ticket is locked by this transaction. */
export async function mentionTeam(tx: Tx, context: Context, mention: TeamMention): Promise<void> {
  const { ticketId, teams } = mention
  const agentIds = mention.agentIds.toSorted()
  const ids = agentIds.map(() => newId())
  const named = await insertTeamMentions(tx, context.workspace.id, { ...mention, ids, agentIds, at: context.now() })
  if (named.length === 0) return
  const agents = named.toSorted().map((id) => encodeId('agent', id))
  const fact: BesideFact = { type: 'ticket.team_told', data: { teams: [...teams], agents } }
  await recordBeside(tx, context, { ticket: { id: ticketId, eventSeq: 0 }, facts: [fact], isChange: false })
}
