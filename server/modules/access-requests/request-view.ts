import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { AccessRequest, AccessRequestState } from './access-request.ts'

export const requestRows = sql<AccessRequest>`
  select request.id, request.kind, request.name, request.email, request.organization, request.purpose, request.language,
    request.role, request.permissions, request.channels, request.queues, request.state,
    request.created_at as "createdAt", request.decided_at as "decidedAt", request.decided_by as "decidedBy",
    request.reason, request.granted
  from access_requests as request`

export function findRequest(tx: Tx, workspaceId: string, id: string): Promise<AccessRequest | null> {
  return tx.first(sql<AccessRequest>`
    ${requestRows}
    where request.workspace_id = ${workspaceId}
      and request.id = ${id}`)
}

/** By the hash of the key that whoever asked was given. */
export function findRequestByKey(tx: Tx, workspaceId: string, keyHash: Buffer): Promise<AccessRequest | null> {
  return tx.first(sql<AccessRequest>`
    ${requestRows}
    where request.workspace_id = ${workspaceId}
      and request.key_hash = ${keyHash}`)
}

/** A page of requests, newest first; `state` null is all of them. */
export function listRequestPage(
  tx: Tx,
  workspaceId: string,
  page: { state: AccessRequestState | null; before: string | null; limit: number },
): Promise<AccessRequest[]> {
  return tx.rows(sql<AccessRequest>`
    ${requestRows}
    where request.workspace_id = ${workspaceId}
      and (${page.state}::text is null or request.state = ${page.state}::text)
      and (${page.before}::uuid is null or request.id < ${page.before}::uuid)
    order by request.id desc
    limit ${page.limit}`)
}
