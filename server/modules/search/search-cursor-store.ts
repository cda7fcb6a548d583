import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How far the documents of a workspace have been built. */
export interface SearchCursor {
  /** Events up to this number are in the documents. */
  readonly seq: number
  /** Tickets below this one are still to be built; null where no rebuild is under way. */
  readonly rebuildBelow: string | null
  readonly rebuilt: number
}

/** Above every ticket there is or will be. */
const aboveAll = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Writes a place for a workspace that has none: after the events of now, with all tickets still to be built. */
export async function ensureCursor(tx: Tx, workspaceId: string, seq: number): Promise<void> {
  await tx.count(sql`
    insert into search_cursors (workspace_id, seq, rebuild_below)
    values (${workspaceId}, ${seq}, ${aboveAll})
    on conflict (workspace_id) do nothing`)
}

/** The place of a workspace, kept by this transaction; null while another process has it. */
export function takeCursor(tx: Tx, workspaceId: string): Promise<SearchCursor | null> {
  return tx.first(sql<SearchCursor>`
    select place.seq, place.rebuild_below as "rebuildBelow", place.rebuilt
    from search_cursors as place
    where place.workspace_id = ${workspaceId}
    for update skip locked`)
}

export async function moveCursor(tx: Tx, workspaceId: string, cursor: SearchCursor): Promise<void> {
  await tx.count(sql`
    update search_cursors as place
    set seq = ${cursor.seq}, rebuild_below = ${cursor.rebuildBelow}, rebuilt = ${cursor.rebuilt}
    where place.workspace_id = ${workspaceId}`)
}

/** Lets all documents be built anew, from the newest ticket on. */
export async function restartRebuild(tx: Tx, workspaceId: string): Promise<void> {
  await tx.count(sql`
    update search_cursors as place
    set rebuild_below = ${aboveAll}, rebuilt = 0
    where place.workspace_id = ${workspaceId}`)
}
