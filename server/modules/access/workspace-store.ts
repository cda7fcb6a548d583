import { sql } from '../../database/query.ts'
import type { Tx, Workspace } from '../../platform/context.ts'

/** Writes a workspace with its counters and its router's place; false when the slug is taken. */
export async function insertWorkspace(tx: Tx, workspace: Workspace, createdAtMs: number): Promise<boolean> {
  const written = await tx.count(sql`
    insert into workspaces (id, slug, name, purpose, created_at)
    values (${workspace.id}, ${workspace.slug}, ${workspace.name}, ${workspace.purpose}, ${new Date(createdAtMs)})
    on conflict (slug) do nothing`)
  if (written === 0) return false
  await tx.count(sql`insert into workspace_states (workspace_id) values (${workspace.id})`)
  await tx.count(sql`insert into router_shards (workspace_id) values (${workspace.id})`)
  await tx.count(sql`call add_first_views(${workspace.id})`)
  return true
}
