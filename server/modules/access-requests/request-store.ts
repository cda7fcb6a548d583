import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Actor } from '../events/index.ts'
import type { AccessRequest, AccessWish, GrantedAccess } from './access-request.ts'
import { requestRows } from './request-view.ts'

export async function insertRequest(
  tx: Tx,
  workspaceId: string,
  wish: AccessWish & { readonly id: string; readonly keyHash: Buffer; readonly at: number },
): Promise<void> {
  await tx.count(sql`
    insert into access_requests (workspace_id, id, key_hash, kind, name, email, organization, purpose, language, role,
      permissions, channels, queues, state, created_at)
    values (${workspaceId}, ${wish.id}, ${wish.keyHash}, ${wish.kind}, ${wish.name}, ${wish.email}, ${wish.organization},
      ${wish.purpose}, ${wish.language}, ${wish.role}, ${wish.permissions}::text[], ${wish.channels}::text[],
      ${wish.queues}::text[], 'submitted', ${new Date(wish.at)})`)
}

/** A request, held until the end of the transaction: of two who decide one waits for the other. */
export function lockRequest(tx: Tx, workspaceId: string, id: string): Promise<AccessRequest | null> {
  return tx.first(sql`
    ${requestRows}
    where request.workspace_id = ${workspaceId}
      and request.id = ${id}
    for update`)
}

/** How a request was decided; with `granted` it was approved, with `reason` rejected. */
interface Decision {
  readonly id: string
  readonly by: Actor
  readonly at: number
  readonly granted: GrantedAccess | null
  readonly reason: string | null
}

/** Decides a request that is locked and that nobody has decided. */
export async function markDecided(tx: Tx, workspaceId: string, decision: Decision): Promise<void> {
  await tx.count(sql`
    update access_requests
    set state = ${decision.granted === null ? 'rejected' : 'approved'},
      decided_at = ${new Date(decision.at)},
      decided_by = ${JSON.stringify(decision.by)}::jsonb,
      reason = ${decision.reason},
      granted = ${decision.granted === null ? null : JSON.stringify(decision.granted)}::jsonb
    where access_requests.workspace_id = ${workspaceId}
      and access_requests.id = ${decision.id}`)
}

/** Removes some of the oldest requests from before an instant; gives how many. */
export function deleteOldRequests(
  tx: Tx,
  workspaceId: string,
  { beforeMs, limit }: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from access_requests
    where access_requests.workspace_id = ${workspaceId}
      and access_requests.id in (
        select old.id
        from access_requests as old
        where old.workspace_id = ${workspaceId} and old.created_at < ${new Date(beforeMs)}
        order by old.created_at
        limit ${limit})`)
}
