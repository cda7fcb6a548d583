import { sql } from '../../database/query.ts'
import type { Tx, Workspace } from '../../platform/context.ts'

const workspaceRows = sql`
  select workspaces.id, workspaces.slug, workspaces.name, workspaces.purpose,
    (extract(epoch from workspaces.clock_offset) * 1000)::bigint as "clockOffsetMs"
  from workspaces`

export function findWorkspaceBySlug(tx: Tx, slug: string): Promise<Workspace | null> {
  return tx.first(sql`${workspaceRows} where workspaces.slug = ${slug}`)
}

/** Every workspace of the installation, the oldest first: for loops that serve all of them. */
export function findEveryWorkspace(tx: Tx): Promise<Workspace[]> {
  return tx.rows(sql`${workspaceRows} order by workspaces.created_at, workspaces.slug`)
}

/** The workspaces a person may enter, the oldest first. */
export function findWorkspacesOfUser(tx: Tx, userId: string): Promise<Workspace[]> {
  return tx.rows(sql`
    ${workspaceRows}
    join member_index on member_index.workspace_id = workspaces.id
    where member_index.user_id = ${userId}
    order by workspaces.created_at, workspaces.slug`)
}

/** How far ahead of the real time the workspace's clock is, in ms. */
export async function findClockOffset(tx: Tx, workspaceId: string): Promise<number> {
  const row = await tx.first<{ offsetMs: number }>(sql`
    select (extract(epoch from workspaces.clock_offset) * 1000)::bigint as "offsetMs"
    from workspaces
    where workspaces.id = ${workspaceId}`)
  return row?.offsetMs ?? 0
}

/** The number of the published workflow; 0 before the first. */
export async function findWorkflowVersion(tx: Tx, workspaceId: string): Promise<number> {
  const row = await tx.first<{ version: number }>(sql`
    select workspace_states.workflow_version as version
    from workspace_states
    where workspace_states.workspace_id = ${workspaceId}`)
  return row?.version ?? 0
}
