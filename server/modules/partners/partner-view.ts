import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Integration, OpenIntegration, Partner } from './partner.ts'

const columns = sql`
  partner.id, partner.slug, partner.name, partner.created_at as "createdAt",
  coalesce((
    select jsonb_agg(jsonb_build_object('id', integration.id, 'name', integration.name, 'brand', integration.brand,
      'region', integration.region,
      'createdAt', round(extract(epoch from integration.created_at) * 1000)) order by integration.id)
    from partner_integrations as integration
    where integration.workspace_id = partner.workspace_id and integration.partner_id = partner.id), '[]') as integrations`

/** Partners by slug, with their integrations. */
export function findPartners(
  tx: Tx,
  workspaceId: string,
  page: { after: string | null; limit: number },
): Promise<Partner[]> {
  return tx.rows(sql<Partner>`
    select ${columns}
    from partners as partner
    where partner.workspace_id = ${workspaceId} and (${page.after}::text is null or partner.slug > ${page.after})
    order by partner.slug
    limit ${page.limit}`)
}

/** One partner, or null. */
export function findPartner(tx: Tx, workspaceId: string, partnerId: string): Promise<Partner | null> {
  return tx.first(sql<Partner>`
    select ${columns}
    from partners as partner
    where partner.workspace_id = ${workspaceId} and partner.id = ${partnerId}`)
}

const integrationColumns = sql`
  integration.id, integration.name, integration.brand, integration.region, integration.created_at as "createdAt",
  integration.partner_id as "partnerId"`

/** An integration with the partner whose it is, or null. */
export function findIntegration(
  tx: Tx,
  workspaceId: string,
  integrationId: string,
): Promise<(Integration & { readonly partnerId: string }) | null> {
  return tx.first(sql<Integration & { readonly partnerId: string }>`
    select ${integrationColumns}
    from partner_integrations as integration
    where integration.workspace_id = ${workspaceId} and integration.id = ${integrationId}`)
}

/** The integration a partner has for a brand and region, or null. */
export function findIntegrationOf(
  tx: Tx,
  workspaceId: string,
  { partnerId, brand, region }: { partnerId: string; brand: string; region: string },
): Promise<(Integration & { readonly partnerId: string }) | null> {
  return tx.first(sql<Integration & { readonly partnerId: string }>`
    select ${integrationColumns}
    from partner_integrations as integration
    where integration.workspace_id = ${workspaceId}
      and integration.partner_id = ${partnerId}
      and integration.brand = ${brand}
      and integration.region = ${region}`)
}

/** A page of the ways in of a partner, or of the one that is named, with the tokens that open each at an instant. */
export function findOpenIntegrations(
  tx: Tx,
  workspaceId: string,
  of: { partnerId: string; integrationId: string | null; at: number; after: string | null; limit: number },
): Promise<OpenIntegration[]> {
  return tx.rows(sql<OpenIntegration>`
    select integration.id, integration.name, integration.brand, integration.region,
      integration.created_at as "createdAt",
      coalesce((
        select jsonb_agg(jsonb_build_object('id', token.id, 'prefix', token.prefix,
          'lastUsedAt', round(extract(epoch from token.last_used_at) * 1000)) order by token.id)
        from service_tokens as token
        where token.workspace_id = integration.workspace_id
          and token.integration_id = integration.id
          and token.revoked_at is null
          and (token.expires_at is null or token.expires_at > ${new Date(of.at)})), '[]') as tokens
    from partner_integrations as integration
    where integration.workspace_id = ${workspaceId}
      and integration.partner_id = ${of.partnerId}
      and (${of.integrationId}::uuid is null or integration.id = ${of.integrationId}::uuid)
      and (${of.after}::uuid is null or integration.id > ${of.after}::uuid)
    order by integration.id
    limit ${of.limit}`)
}
