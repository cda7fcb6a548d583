import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ViewDetails } from './view.ts'

/**
 * How many views of a kind there are: of one owner, or shared ones. Those who add, move or delete one wait for each other
 * here, at the row that all of a workspace's own counters live in.
 */
export async function lockViews(tx: Tx, workspaceId: string, ownerId: string | null): Promise<number> {
  await tx.count(sql`
    select 1
    from workspace_states
    where workspace_states.workspace_id = ${workspaceId}
    for update`)
  const row = await tx.first(sql<{ count: number }>`
    select count(*) as count
    from saved_views as saved
    where saved.workspace_id = ${workspaceId}
      and case when ${ownerId}::uuid is null then saved.shared_with <> 'nobody'
        else saved.shared_with = 'nobody' and saved.owner_id = ${ownerId}::uuid end`)
  return row?.count ?? 0
}

/** Adds a view behind all others. */
export async function insertView(
  tx: Tx,
  workspaceId: string,
  view: ViewDetails & { readonly id: string; readonly ownerId: string },
): Promise<void> {
  await tx.count(sql`
    insert into saved_views (workspace_id, id, name, icon, q, sort, columns, group_by, shared_with, teams, owner_id,
      position)
    select ${workspaceId}::uuid, ${view.id}::uuid, ${view.name}::text, ${view.icon}::text, ${view.q}::text,
      ${view.sort}::text, ${view.columns}::text[], ${view.groupBy}::text, ${view.sharedWith}::text,
      ${view.teams}::text[], ${view.ownerId}::uuid,
      coalesce(max(saved.position), 0) + 10
    from saved_views as saved
    where saved.workspace_id = ${workspaceId}`)
}

/** Writes what is said of a view; its version rises. */
export async function saveView(
  tx: Tx,
  workspaceId: string,
  view: ViewDetails & { readonly id: string; readonly ownerId: string | null },
): Promise<void> {
  await tx.count(sql`
    update saved_views as saved
    set name = ${view.name}, icon = ${view.icon}, q = ${view.q}, sort = ${view.sort}, columns = ${view.columns}::text[],
      group_by = ${view.groupBy}, shared_with = ${view.sharedWith}, teams = ${view.teams}::text[],
      owner_id = ${view.ownerId}, updated_at = now(), version = saved.version + 1
    where saved.workspace_id = ${workspaceId} and saved.id = ${view.id}`)
}

/** Puts views into an order: the places they have, dealt out anew. */
export async function orderViews(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await tx.count(sql`
    with wanted as (
      select ordered.id, ordered.place
      from unnest(${ids}::uuid[]) with ordinality as ordered (id, place)),
    places as (
      select saved.position, row_number() over (order by saved.position, saved.id) as place
      from saved_views as saved
      where saved.workspace_id = ${workspaceId} and saved.id = any(${ids}::uuid[]))
    update saved_views as saved
    set position = places.position + wanted.place - 1, updated_at = now(), version = saved.version + 1
    from wanted
    join places on places.place = wanted.place
    where saved.workspace_id = ${workspaceId} and saved.id = wanted.id`)
}

/** Takes a view away. */
export async function deleteViewRow(tx: Tx, workspaceId: string, viewId: string): Promise<void> {
  await tx.count(sql`
    delete from saved_views as saved
    where saved.workspace_id = ${workspaceId} and saved.id = ${viewId}`)
}
