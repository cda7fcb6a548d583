import { sql } from '../../database/query.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { KeyedCall } from './kept-answer.ts'
import type { StoredAnswer } from './sealed-tokens.ts'

/** True when the key is now ours: it was free, or its 24 hours are over. */
export async function insertKey(tx: Tx, context: Context, call: KeyedCall): Promise<boolean> {
  const rows = await tx.rows(sql`
    insert into idempotency_keys as kept (workspace_id, principal_id, route, key, fingerprint)
    values (${context.workspace.id}, ${context.principal.id}, ${call.route}, ${call.key}, ${call.fingerprint})
    on conflict (workspace_id, principal_id, route, key) do update
      set fingerprint = excluded.fingerprint, status = null, response = null, created_at = now()
      where kept.created_at <= now() - interval '24 hours'
    returning kept.key`)
  return rows.length === 1
}

export interface KeptKey {
  readonly isSameRequest: boolean
  readonly answer: StoredAnswer | null
}

/** What is stored under the key, or null when nothing is. */
export async function findKey(tx: Tx, context: Context, call: KeyedCall): Promise<KeptKey | null> {
  const row = await tx.first(sql<{ isSameRequest: boolean; status: number | null; response: string | null }>`
    select kept.fingerprint = ${call.fingerprint}::bytea as "isSameRequest", kept.status, kept.response
    from idempotency_keys kept
    where kept.workspace_id = ${context.workspace.id}
      and kept.principal_id = ${context.principal.id}
      and kept.route = ${call.route}
      and kept.key = ${call.key}`)
  if (row === null) return null
  const { isSameRequest, status, response } = row
  return { isSameRequest, answer: status === null || response === null ? null : readAnswer(status, response) }
}

/** Of these keys those that are taken and not yet free again, each as principal, route and key. */
export async function findTakenKeys(
  tx: Tx,
  workspaceId: string,
  keys: readonly { principalId: string; route: string; key: string }[],
): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ name: string }>`
    select kept.principal_id || ' ' || kept.route || ' ' || kept.key as name
    from unnest(${keys.map((one) => one.principalId)}::uuid[], ${keys.map((one) => one.route)}::text[],
      ${keys.map((one) => one.key)}::text[]) as asked (principal_id, route, key)
    join idempotency_keys as kept
      on kept.principal_id = asked.principal_id and kept.route = asked.route and kept.key = asked.key
    where kept.workspace_id = ${workspaceId} and kept.created_at > now() - interval '24 hours'`)
  return new Set(rows.map((row) => row.name))
}

/** Writes the answer next to the key. */
export async function updateAnswer(tx: Tx, context: Context, call: KeyedCall, answer: StoredAnswer): Promise<void> {
  const { status, ...rest } = answer
  await tx.count(sql`
    update idempotency_keys kept
    set status = ${status}, response = ${JSON.stringify(rest)}
    where kept.workspace_id = ${context.workspace.id}
      and kept.principal_id = ${context.principal.id}
      and kept.route = ${call.route}
      and kept.key = ${call.key}`)
}

/** Removes keys whose 24 hours are over, at most `limit`; gives how many went. */
export function deleteOldKeys(tx: Tx, workspaceId: string, limit: number): Promise<number> {
  return tx.count(sql`
    delete from idempotency_keys as kept
    where kept.workspace_id = ${workspaceId}
      and (kept.principal_id, kept.route, kept.key) in (
        select old.principal_id, old.route, old.key
        from idempotency_keys as old
        where old.workspace_id = ${workspaceId} and old.created_at <= now() - interval '24 hours'
        limit ${limit})`)
}

function readAnswer(status: number, response: string): StoredAnswer {
  // `updateAnswer` alone writes this text.
  return { status, ...(JSON.parse(response) as Omit<StoredAnswer, 'status'>) }
}
