import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { SavedView } from './view.ts'

const columns = sql`
  saved.id, saved.slug, saved.name, saved.icon, saved.q, saved.sort, saved.columns, saved.group_by as "groupBy",
  saved.shared_with as "sharedWith", saved.teams, saved.owner_id as "ownerId", saved.position, saved.version,
  saved.created_at as "createdAt", saved.updated_at as "updatedAt"`

/** Whose views may be seen. */
export interface Seer {
  readonly ownerId: string
  readonly agentId: string | null
  /** Partners see the product's views and their own: what others call theirs is not their business. */
  readonly isStaff: boolean
  /** Sees what is shared with any team. */
  readonly isKeeper: boolean
}

function isSeen({ ownerId, agentId, isStaff, isKeeper }: Seer) {
  return sql`(saved.shared_with = 'workspace' and (${isStaff} or saved.slug is not null and saved.name is null)
    or saved.owner_id = ${ownerId}
    or saved.shared_with = 'teams' and (${isKeeper} or exists (
      select 1
      from agents as agent
      where agent.workspace_id = saved.workspace_id and agent.id = ${agentId}::uuid and agent.team = any(saved.teams))))`
}

/** The views that somebody sees: what is shared, then their own, each in its order. */
export function findSavedViews(tx: Tx, workspaceId: string, seer: Seer): Promise<SavedView[]> {
  return tx.rows(sql<SavedView>`
    select ${columns}
    from saved_views as saved
    where saved.workspace_id = ${workspaceId} and ${isSeen(seer)}
    order by saved.shared_with = 'nobody', saved.position, saved.id`)
}

/** One of them, by its id or slug, or null. */
export function findSavedView(
  tx: Tx,
  workspaceId: string,
  { seer, id, slug }: { seer: Seer; id: string | null; slug: string | null },
): Promise<SavedView | null> {
  return tx.first(sql<SavedView>`
    select ${columns}
    from saved_views as saved
    where saved.workspace_id = ${workspaceId}
      and (saved.id = ${id}::uuid or saved.slug = ${slug})
      and ${isSeen(seer)}`)
}
