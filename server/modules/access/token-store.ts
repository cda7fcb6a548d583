import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Token } from './token.ts'

/** Writes a token and the hash that finds it. */
export async function insertToken(
  tx: Tx,
  workspaceId: string,
  token: Omit<Token, 'lastUsedAt' | 'revokedAt' | 'version' | 'customerIds'>,
  made: { hash: Buffer; by: { kind: string; id: string } },
): Promise<void> {
  await tx.count(sql`
    insert into service_tokens (workspace_id, id, name, kind, role, permissions, channels, queues, partner_id, customer_id,
      chat_id, portal_address, markets, franchisees, integration_id, prefix, rate_per_second, created_by, created_at, expires_at)
    values (${workspaceId}, ${token.id}, ${token.name}, ${token.kind}, ${token.role}, ${token.permissions}::text[],
      ${token.channels}::text[], ${token.queues}::text[], ${token.partnerId}, ${token.customerId}, ${token.chatId},
      ${token.portalAddress}, ${token.markets}::text[], ${token.franchisees}::text[], ${token.integrationId}, ${token.prefix},
      ${token.ratePerSecond}, ${JSON.stringify(made.by)}::jsonb, ${new Date(token.createdAt)},
      ${token.expiresAt === null ? null : new Date(token.expiresAt)})`)
  await tx.count(sql`
    insert into token_index (hash, workspace_id, token_id)
    values (${made.hash}, ${workspaceId}, ${token.id})`)
}

/** Revokes a token that is not revoked yet; false when there was none such. */
export async function markRevoked(tx: Tx, workspaceId: string, tokenId: string, nowMs: number): Promise<boolean> {
  const touched = await tx.count(sql`
    update service_tokens
    set revoked_at = ${new Date(nowMs)}, version = service_tokens.version + 1
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.id = ${tokenId}
      and service_tokens.revoked_at is null`)
  return touched === 1
}

/** Lets a live token end at `endsAtMs`, or when it would have ended anyway; false when it was not alive. */
export async function endTokenBy(
  tx: Tx,
  workspaceId: string,
  tokenId: string,
  at: { nowMs: number; endsAtMs: number },
): Promise<boolean> {
  const touched = await tx.count(sql`
    update service_tokens
    set expires_at = least(service_tokens.expires_at, ${new Date(at.endsAtMs)}::timestamptz),
      version = service_tokens.version + 1
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.id = ${tokenId}
      and service_tokens.revoked_at is null
      and (service_tokens.expires_at is null or service_tokens.expires_at > ${new Date(at.nowMs)}::timestamptz)`)
  return touched === 1
}

/** Notes that a token was used, at most once a minute whoever asks. */
export async function noteTokenUses(
  tx: Tx,
  workspaceId: string,
  use: { tokenIds: readonly string[]; at: number },
): Promise<void> {
  const at = new Date(use.at)
  // Somebody who holds one of them notes it or ends it this moment: nothing waits for that.
  await tx.count(sql`
    update service_tokens
    set last_used_at = ${at}::timestamptz
    from (
      select held.id
      from service_tokens as held
      where held.workspace_id = ${workspaceId}
        and held.id = any(${use.tokenIds}::uuid[])
        and (held.last_used_at is null or held.last_used_at <= ${at}::timestamptz - interval '1 minute')
      for no key update skip locked) as used
    where service_tokens.workspace_id = ${workspaceId} and service_tokens.id = used.id`)
}

/** Makes the tokens of a customer another one's: all, or those of these ids that still are. Gives their ids. */
export async function moveTokens(
  tx: Tx,
  workspaceId: string,
  { from, to, tokenIds }: { from: string; to: string; tokenIds: readonly string[] | null },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    update service_tokens
    set customer_id = ${to}, version = service_tokens.version + 1
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.customer_id = ${from}
      and (${tokenIds}::uuid[] is null or service_tokens.id = any(${tokenIds}::uuid[]))
    returning service_tokens.id`)
  return rows.map((row) => row.id)
}
