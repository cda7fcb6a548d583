import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { MarketLimits } from './market-limits.ts'
import type { Member } from './member.ts'

const memberRows = sql`
  select members.id, members.role, members.user_id as "userId", users.email, users.name,
    agents.id as "agentId", members.created_at as "createdAt", members.markets, members.franchisees,
    case when partners.id is not null then
      jsonb_build_object('id', partners.id, 'slug', partners.slug, 'name', partners.name) end as partner
  from members
  join users on users.id = members.user_id
  left join agents on agents.workspace_id = members.workspace_id and agents.member_id = members.id
  left join partners on partners.workspace_id = members.workspace_id and partners.id = members.partner_id`

interface Membership extends MarketLimits {
  readonly role: string
  readonly partnerId: string | null
  readonly agentId: string | null
  readonly agentName: string | null
}

/** What a session needs of its member: the role with its limits, and the agent this person is. */
export function findMembership(tx: Tx, workspaceId: string, memberId: string): Promise<Membership | null> {
  return tx.first(sql`
    select members.role, members.partner_id as "partnerId", members.markets, members.franchisees,
      agents.id as "agentId", agents.name as "agentName"
    from members
    left join agents
      on agents.workspace_id = members.workspace_id
      and agents.member_id = members.id
      and agents.archived_at is null
    where members.workspace_id = ${workspaceId}
      and members.id = ${memberId}`)
}

/** Whether there is such a partner. */
export async function isPartner(tx: Tx, workspaceId: string, partnerId: string): Promise<boolean> {
  const row = await tx.first<{ id: string }>(sql`
    select partners.id
    from partners
    where partners.workspace_id = ${workspaceId}
      and partners.id = ${partnerId}`)
  return row !== null
}

export function findMember(tx: Tx, workspaceId: string, memberId: string): Promise<Member | null> {
  return tx.first(sql`
    ${memberRows}
    where members.workspace_id = ${workspaceId}
      and members.id = ${memberId}`)
}

export function findMemberOfUser(tx: Tx, workspaceId: string, userId: string): Promise<Member | null> {
  return tx.first(sql`
    ${memberRows}
    where members.workspace_id = ${workspaceId}
      and members.user_id = ${userId}`)
}

/** A page of members, newest first. */
export function listMemberPage(
  tx: Tx,
  workspaceId: string,
  page: { before: string | null; limit: number },
): Promise<Member[]> {
  return tx.rows(sql`
    ${memberRows}
    where members.workspace_id = ${workspaceId}
      and (${page.before}::uuid is null or members.id < ${page.before}::uuid)
    order by members.id desc
    limit ${page.limit}`)
}
