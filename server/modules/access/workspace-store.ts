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

/** Moves a rehearsal's clock ahead; gives how far ahead it is by now. Null when it is no rehearsal. */
export async function moveClockAhead(
  tx: Tx,
  workspaceId: string,
  { byMs, atMostMs }: { byMs: number; atMostMs: number },
): Promise<number | null> {
  const moved = await tx.first(sql<{ offsetMs: number }>`
    update workspaces
    set clock_offset = workspaces.clock_offset + make_interval(secs => ${byMs / 1000})
    where workspaces.id = ${workspaceId}
      and workspaces.purpose = 'review'
      and workspaces.clock_offset + make_interval(secs => ${byMs / 1000}) <= make_interval(secs => ${atMostMs / 1000})
    returning (extract(epoch from workspaces.clock_offset) * 1000)::float8 as "offsetMs"`)
  return moved?.offsetMs ?? null
}
