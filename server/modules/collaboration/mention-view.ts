import { sql } from '../../database/query.ts'
import { scopeLists, type Scope } from '../../platform/principal.ts'
import type { Tx } from '../../platform/context.ts'

/** A note that names an agent, or a ticket that its team is to know of. */
export interface Mention {
  readonly id: string
  readonly agentId: string
  readonly ticket: {
    readonly id: string
    readonly number: number
    readonly issueSummary: string
    readonly status: string
  }
  /** Null where a team was told. */
  readonly messageId: string | null
  /** The teams that were told; null where a note names the agent. */
  readonly teams: readonly string[] | null
  /** The first letters of the note; empty where there is none. */
  readonly excerpt: string
  readonly author: { readonly kind: string; readonly id: string | null; readonly name: string | null }
  readonly createdAt: number
  readonly readAt: number | null
}

/** An agent's mentions (null = everybody's), newest first, on tickets within the scope; `before` is the last id of the page before. */
export function listMentionsOf(
  tx: Tx,
  workspaceId: string,
  page: { agentId: string | null; scope: Scope; isUnread: boolean; before: string | null; limit: number },
): Promise<Mention[]> {
  const { channels, queues } = scopeLists(page.scope)
  return tx.rows(sql<Mention>`
    select mention.id, mention.agent_id as "agentId", mention.message_id as "messageId",
      mention.teams,
      jsonb_build_object('id', ticket.id, 'number', ticket.number, 'issueSummary', ticket.issue_summary,
        'status', ticket.status) as ticket,
      coalesce(left(message.body, 200), '') as excerpt,
      jsonb_build_object('kind', coalesce(message.author_kind, 'system'), 'id', message.author_id,
        'name', coalesce(author.name, token.name, member_user.name)) as author,
      mention.created_at as "createdAt", mention.read_at as "readAt"
    from mentions as mention
    join tickets as ticket on ticket.workspace_id = mention.workspace_id and ticket.id = mention.ticket_id
    left join messages as message on message.workspace_id = mention.workspace_id and message.id = mention.message_id
    left join agents as author
      on message.author_kind = 'agent' and author.workspace_id = message.workspace_id and author.id = message.author_id
    left join service_tokens as token
      on message.author_kind = 'token' and token.workspace_id = message.workspace_id and token.id = message.author_id
    left join members as member
      on message.author_kind = 'member' and member.workspace_id = message.workspace_id and member.id = message.author_id
    left join users as member_user on member_user.id = member.user_id
    where mention.workspace_id = ${workspaceId}
      and (${page.agentId}::uuid is null or mention.agent_id = ${page.agentId}::uuid)
      and (not ${page.isUnread}::boolean or mention.read_at is null)
      and (${page.before}::uuid is null or mention.id < ${page.before}::uuid)
      and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
      and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
    order by mention.id desc
    limit ${page.limit}`)
}

/** How many mentions an agent (null = all of them) has not read on tickets within the scope, and which tickets these are. */
export async function findUnread(
  tx: Tx,
  workspaceId: string,
  { agentId, ticketId, scope }: { agentId: string | null; ticketId: string | null; scope: Scope },
): Promise<{ count: number; ticketIds: string[] }> {
  const { channels, queues } = scopeLists(scope)
  const row = await tx.first(sql<{ count: number; ticketIds: string[] }>`
    select count(*)::integer as count, coalesce(array_agg(distinct mention.ticket_id), '{}') as "ticketIds"
    from mentions as mention
    join tickets as ticket on ticket.workspace_id = mention.workspace_id and ticket.id = mention.ticket_id
    where mention.workspace_id = ${workspaceId}
      and (${agentId}::uuid is null or mention.agent_id = ${agentId}::uuid)
      and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
      and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
      and (${ticketId}::uuid is null or mention.ticket_id = ${ticketId}::uuid)
      and mention.read_at is null`)
  return row ?? { count: 0, ticketIds: [] }
}
