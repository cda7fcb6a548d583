import { sql } from '../../database/query.ts'
import type { Tx, Workspace } from '../../platform/context.ts'

/** The workspaces a person is a member of, and who they are there; always in the same order. */
export function findMembershipsOfUser(tx: Tx, userId: string): Promise<(Workspace & { memberId: string })[]> {
  return tx.rows(sql<Workspace & { memberId: string }>`
    select workspaces.id, workspaces.slug, workspaces.name, workspaces.purpose,
      (extract(epoch from workspaces.clock_offset) * 1000)::bigint as "clockOffsetMs",
      member_index.member_id as "memberId"
    from member_index
    join workspaces on workspaces.id = member_index.workspace_id
    where member_index.user_id = ${userId}
    order by workspaces.id`)
}

/** Opens one workspace's rows to a transaction that began on the tables of none. */
export async function enterWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await tx.rows(sql`select set_config('app.workspace', ${workspaceId}, true)`)
}

/** Closes them again. */
export async function leaveWorkspace(tx: Tx): Promise<void> {
  await tx.rows(sql`select set_config('app.workspace', '', true)`)
}
