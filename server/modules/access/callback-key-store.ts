import { sql } from '../../database/query.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { sealOf } from '../../platform/seal.ts'
import type { CallbackKey, KeyOwner } from './callback-key.ts'

const bindingOf = (workspaceId: string, keyId: string) => `callback_keys/${workspaceId}/${keyId}`

/** The owner's keys that sign now, newest first. */
export async function findLiveKeys(tx: Tx, context: Context, owner: KeyOwner, nowMs: number): Promise<CallbackKey[]> {
  const rows = await tx.rows<Omit<CallbackKey, 'secret'> & { sealed: Buffer }>(sql`
    select callback_keys.id, callback_keys.secret_sealed as sealed, callback_keys.created_at as "createdAt",
      callback_keys.retires_at as "retiresAt"
    from callback_keys
    where callback_keys.workspace_id = ${context.workspace.id}
      and callback_keys.owner_id = ${owner.id}
      and callback_keys.owner_kind = ${owner.kind}
      and (callback_keys.retires_at is null or callback_keys.retires_at > ${new Date(nowMs)}::timestamptz)
    order by callback_keys.id desc`)
  return rows.map(({ sealed, ...key }) => ({ ...key, secret: openSealedKey(context, { id: key.id, sealed }) }))
}

/** A live key as it is kept. */
export interface SealedKey {
  readonly id: string
  readonly ownerKind: KeyOwner['kind']
  readonly ownerId: string
  readonly sealed: Buffer
}

/** The live keys of several owners at once, newest first, still sealed. */
export function findSealedKeys(
  tx: Tx,
  workspaceId: string,
  by: { owners: readonly KeyOwner[]; nowMs: number },
): Promise<SealedKey[]> {
  return tx.rows(sql<SealedKey>`
    select live.id, live.owner_kind as "ownerKind", live.owner_id as "ownerId", live.secret_sealed as sealed
    from unnest(${by.owners.map(({ kind }) => kind)}::text[], ${by.owners.map(({ id }) => id)}::uuid[])
      as owner (kind, id)
    join callback_keys as live
      on live.workspace_id = ${workspaceId} and live.owner_id = owner.id and live.owner_kind = owner.kind
    where live.retires_at is null or live.retires_at > ${new Date(by.nowMs)}::timestamptz
    order by live.id desc`)
}

/** The secret of a key. Throws when it was not sealed by a key of this installation. */
export function openSealedKey(context: Context, key: Pick<SealedKey, 'id' | 'sealed'>): string {
  return sealOf(context.memory).open(key.sealed, bindingOf(context.workspace.id, key.id))
}

export async function insertKey(tx: Tx, context: Context, owner: KeyOwner, key: CallbackKey): Promise<void> {
  const sealed = sealOf(context.memory).seal(key.secret, bindingOf(context.workspace.id, key.id))
  await tx.count(sql`
    insert into callback_keys (workspace_id, id, owner_kind, owner_id, secret_sealed, created_at, retires_at)
    values (${context.workspace.id}, ${key.id}, ${owner.kind}, ${owner.id}, ${sealed}, ${new Date(key.createdAt)},
      ${key.retiresAt === null ? null : new Date(key.retiresAt)})`)
}

/** Lets these keys sign until `retiresAtMs` and no longer; an earlier end stays. */
export async function retireKeys(
  tx: Tx,
  workspaceId: string,
  keyIds: readonly string[],
  retiresAtMs: number,
): Promise<void> {
  await tx.count(sql`
    update callback_keys
    set retires_at = least(callback_keys.retires_at, ${new Date(retiresAtMs)}::timestamptz)
    where callback_keys.workspace_id = ${workspaceId}
      and callback_keys.id = any(${keyIds}::uuid[])`)
}

/**
 * Makes calls that add a key of this owner take turns. False when there is no such owner. An endpoint gets its key when
 * it is made, and who rotates that has locked it: no key is ever made for one here.
 */
export async function lockOwner(tx: Tx, workspaceId: string, owner: KeyOwner): Promise<boolean> {
  if (owner.kind === 'webhook') return false
  const statement = {
    partner: sql`
      select partners.id
      from partners
      where partners.workspace_id = ${workspaceId} and partners.id = ${owner.id}
      for no key update`,
    token: sql`
      select service_tokens.id
      from service_tokens
      where service_tokens.workspace_id = ${workspaceId} and service_tokens.id = ${owner.id}
      for no key update`,
    workspace: sql`
      select workspace_states.workspace_id
      from workspace_states
      where workspace_states.workspace_id = ${workspaceId} and workspace_states.workspace_id = ${owner.id}
      for no key update`,
  }[owner.kind]
  return (await tx.first(statement)) !== null
}
