import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { MarketLimits } from './market-limits.ts'

/** Makes a user a member and opens the workspace to them; false when they are one already. */
export async function insertMember(
  tx: Tx,
  workspaceId: string,
  member: MarketLimits & { id: string; userId: string; role: string; partnerId: string | null; createdAtMs: number },
): Promise<boolean> {
  const written = await tx.count(sql`
    insert into members (workspace_id, id, user_id, role, partner_id, markets, franchisees, created_at)
    values (${workspaceId}, ${member.id}, ${member.userId}, ${member.role}, ${member.partnerId},
      ${member.markets}::text[], ${member.franchisees}::text[], ${new Date(member.createdAtMs)})
    on conflict (workspace_id, user_id) do nothing`)
  if (written === 0) return false
  await tx.count(sql`
    insert into member_index (user_id, workspace_id, member_id)
    values (${member.userId}, ${workspaceId}, ${member.id})`)
  return true
}

/** Keeps a member in the role it has until the transaction ends; nothing for one who is not there. */
export async function holdRole(tx: Tx, workspaceId: string, memberId: string): Promise<void> {
  await tx.rows(sql`
    select members.id
    from members
    where members.workspace_id = ${workspaceId}
      and members.id = ${memberId}
    for share`)
}

/** Changes a role that is still the one expected, and its limits with it; false when it is not. */
export async function replaceRole(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  roles: MarketLimits & { from: string; to: string; partnerId: string | null },
): Promise<boolean> {
  const touched = await tx.count(sql`
    update members
    set role = ${roles.to}, partner_id = ${roles.partnerId}, markets = ${roles.markets}::text[],
      franchisees = ${roles.franchisees}::text[]
    where members.workspace_id = ${workspaceId}
      and members.id = ${memberId}
      and members.role = ${roles.from}`)
  return touched === 1
}

/** The ids of the admins, locked in one order: two of them leaving at the same time take turns. */
export async function lockAdmins(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select members.id
    from members
    where members.workspace_id = ${workspaceId}
      and members.role = 'admin'
    order by members.id
    for update`)
  return rows.map((row) => row.id)
}
