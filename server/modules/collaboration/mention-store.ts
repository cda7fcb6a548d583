import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Keeps that a message names these agents. */
export async function insertMentions(
  tx: Tx,
  workspaceId: string,
  named: { ids: readonly string[]; agentIds: readonly string[]; ticketId: string; messageId: string; at: number },
): Promise<void> {
  const { ids, agentIds, ticketId, messageId, at } = named
  await tx.count(sql`
    insert into mentions (workspace_id, id, agent_id, ticket_id, message_id, created_at)
    select ${workspaceId}::uuid, one.id, one.agent_id, ${ticketId}::uuid, ${messageId}::uuid, ${new Date(at)}::timestamptz
    from unnest(${ids}::uuid[], ${agentIds}::uuid[]) as one (id, agent_id)
    on conflict (workspace_id, message_id, agent_id) do nothing`)
}

/** Keeps that an event concerns these agents as members of teams; gives those who did not know yet. */
export async function insertTeamMentions(
  tx: Tx,
  workspaceId: string,
  told: {
    ids: readonly string[]
    agentIds: readonly string[]
    ticketId: string
    eventId: string
    teams: readonly string[]
    at: number
  },
): Promise<string[]> {
  const { ids, agentIds, ticketId, eventId, teams, at } = told
  const rows = await tx.rows(sql<{ agentId: string }>`
    insert into mentions (workspace_id, id, agent_id, ticket_id, event_id, teams, created_at)
    select ${workspaceId}::uuid, one.id, one.agent_id, ${ticketId}::uuid, ${eventId}::uuid, ${teams}::text[],
      ${new Date(at)}::timestamptz
    from unnest(${ids}::uuid[], ${agentIds}::uuid[]) as one (id, agent_id)
    on conflict (workspace_id, event_id, agent_id) do nothing
    returning mentions.agent_id as "agentId"`)
  return rows.map(({ agentId }) => agentId)
}

/** Marks an agent's mentions as read: these, or all; of one ticket, or of all. Gives how many were unread, by ticket. */
export async function markRead(
  tx: Tx,
  workspaceId: string,
  marking: { agentId: string; ids: readonly string[] | null; ticketIds: readonly string[]; at: number },
): Promise<Map<string, number>> {
  const rows = await tx.rows(sql<{ ticketId: string; count: number }>`
    with marked as (
      update mentions
      set read_at = ${new Date(marking.at)}
      where mentions.workspace_id = ${workspaceId}
        and mentions.agent_id = ${marking.agentId}
        and mentions.ticket_id = any(${marking.ticketIds}::uuid[])
        and (${marking.ids}::uuid[] is null or mentions.id = any(${marking.ids}::uuid[]))
        and mentions.read_at is null
      returning mentions.ticket_id
    )
    select marked.ticket_id as "ticketId", count(*)::integer as count
    from marked
    group by marked.ticket_id`)
  return new Map(rows.map(({ ticketId, count }) => [ticketId, count]))
}

/** Lets mentions be found on the ticket that their messages have come to. */
export async function moveMentions(
  tx: Tx,
  workspaceId: string,
  { messageIds, ticketId }: { messageIds: readonly string[]; ticketId: string },
): Promise<void> {
  await tx.count(sql`
    update mentions
    set ticket_id = ${ticketId}
    where mentions.workspace_id = ${workspaceId} and mentions.message_id = any(${messageIds}::uuid[])`)
}
