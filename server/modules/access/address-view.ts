import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export async function findAddressOfMember(tx: Tx, workspaceId: string, memberId: string): Promise<string | null> {
  const row = await tx.first<{ email: string }>(sql`
    select users.email
    from members
    join users on users.id = members.user_id
    where members.workspace_id = ${workspaceId}
      and members.id = ${memberId}`)
  return row?.email ?? null
}

/** Of the member who made a token, also where they are an agent, as who they are recorded then. */
export async function findAddressOfMaker(tx: Tx, workspaceId: string, tokenId: string): Promise<string | null> {
  const row = await tx.first<{ email: string }>(sql`
    select users.email
    from service_tokens as token
    left join agents on agents.workspace_id = token.workspace_id
      and token.created_by ->> 'kind' = 'agent'
      and agents.id::text = token.created_by ->> 'id'
    join members on members.workspace_id = token.workspace_id
      and (members.id = agents.member_id
        or (token.created_by ->> 'kind' = 'member' and members.id::text = token.created_by ->> 'id'))
    join users on users.id = members.user_id
    where token.workspace_id = ${workspaceId}
      and token.id = ${tokenId}`)
  return row?.email ?? null
}
