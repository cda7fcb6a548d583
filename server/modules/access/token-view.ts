import { sql } from '../../database/query.ts'
import type { Tx, Workspace } from '../../platform/context.ts'
import type { Token } from './token.ts'

const columns = sql`
  service_tokens.id, service_tokens.name, service_tokens.kind, service_tokens.role, service_tokens.permissions,
  service_tokens.channels, service_tokens.queues, service_tokens.markets, service_tokens.franchisees,
  service_tokens.integration_id as "integrationId", service_tokens.partner_id as "partnerId",
  service_tokens.customer_id as "customerId", service_tokens.chat_id as "chatId", service_tokens.prefix,
  service_tokens.portal_address as "portalAddress",
  case when service_tokens.portal_address is not null then array(
    select distinct customers.id
    from customer_contacts as contact
    join customers as named
      on named.workspace_id = contact.workspace_id and named.id = contact.customer_id
    join customers
      on customers.workspace_id = named.workspace_id
      and customers.id = case when named.merged_into is null then named.id else named.merged_into end
    where contact.workspace_id = service_tokens.workspace_id
      and contact.kind = 'email'
      and contact.value = service_tokens.portal_address
      and customers.erased_at is null) end as "customerIds",
  service_tokens.rate_per_second as "ratePerSecond", service_tokens.created_at as "createdAt",
  service_tokens.expires_at as "expiresAt", service_tokens.last_used_at as "lastUsedAt",
  service_tokens.revoked_at as "revokedAt", service_tokens.version`

/** Where a token lives. */
export interface LocatedToken {
  readonly hash: Buffer
  readonly tokenId: string
  readonly workspace: Workspace
}

/** Where the tokens with these hashes live; those that there are none of are left out. */
export function locateTokens(tx: Tx, hashes: readonly Buffer[]): Promise<LocatedToken[]> {
  return tx.keyed(sql<LocatedToken>`
    select
      token_index.hash,
      token_index.token_id as "tokenId",
      json_build_object(
        'id', workspaces.id, 'slug', workspaces.slug, 'name', workspaces.name, 'purpose', workspaces.purpose,
        'clockOffsetMs', (extract(epoch from workspaces.clock_offset) * 1000)::bigint) as workspace
    from token_index
    join workspaces on workspaces.id = token_index.workspace_id
    where token_index.hash = any(${hashes}::bytea[])`)
}

export async function findToken(tx: Tx, workspaceId: string, tokenId: string): Promise<Token | null> {
  const [token] = await findTokens(tx, workspaceId, [tokenId])
  return token ?? null
}

export function findTokens(tx: Tx, workspaceId: string, tokenIds: readonly string[]): Promise<Token[]> {
  return tx.keyed(sql<Token>`
    select ${columns}
    from service_tokens
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.id = any(${tokenIds}::uuid[])`)
}

/** Those of these tokens that are neither revoked nor expired at an instant. */
export async function findLiveTokens(
  tx: Tx,
  workspaceId: string,
  { tokenIds, at }: { tokenIds: readonly string[]; at: number },
): Promise<string[]> {
  const rows = await tx.keyed(sql<{ id: string }>`
    select service_tokens.id
    from service_tokens
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.id = any(${tokenIds}::uuid[])
      and service_tokens.revoked_at is null
      and (service_tokens.expires_at is null or service_tokens.expires_at > ${new Date(at)})`)
  return rows.map(({ id }) => id)
}

/** A page of tokens, newest first, those of chats and portals left out; a partner sees its own only. */
export function listTokenPage(
  tx: Tx,
  workspaceId: string,
  page: { partnerId: string | null; before: string | null; limit: number },
): Promise<Token[]> {
  return tx.rows(sql`
    select ${columns}
    from service_tokens
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.chat_id is null
      and service_tokens.portal_address is null
      and (${page.partnerId}::uuid is null or service_tokens.partner_id = ${page.partnerId}::uuid)
      and (${page.before}::uuid is null or service_tokens.id < ${page.before}::uuid)
    order by service_tokens.id desc
    limit ${page.limit}`)
}

/** Whether a token may name this partner and this customer; a null one is not asked about. */
export async function hasOwners(
  tx: Tx,
  workspaceId: string,
  owners: { partnerId: string | null; customerId: string | null },
): Promise<{ hasPartner: boolean; hasCustomer: boolean }> {
  const found = await tx.first<{ hasPartner: boolean; hasCustomer: boolean }>(sql`
    select
      ${owners.partnerId}::uuid is null or exists (
        select from partners
        where partners.workspace_id = ${workspaceId} and partners.id = ${owners.partnerId}::uuid) as "hasPartner",
      ${owners.customerId}::uuid is null or exists (
        select from customers
        where customers.workspace_id = ${workspaceId} and customers.id = ${owners.customerId}::uuid
          and customers.merged_into is null and customers.erased_at is null) as "hasCustomer"`)
  return found ?? { hasPartner: false, hasCustomer: false }
}

/** The ids of an address's sessions in the portal that are not revoked: all, or the one that is named. */
export async function findPortalTokens(
  tx: Tx,
  workspaceId: string,
  of: { address: string; tokenId: string | null },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    select service_tokens.id
    from service_tokens
    where service_tokens.workspace_id = ${workspaceId}
      and service_tokens.portal_address = ${of.address}
      and service_tokens.revoked_at is null
      and (${of.tokenId}::uuid is null or service_tokens.id = ${of.tokenId}::uuid)
    order by service_tokens.id`)
  return rows.map((row) => row.id)
}
