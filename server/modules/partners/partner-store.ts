import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Integration } from './partner.ts'

/** Adds a partner; false when there is one with this slug. */
export async function insertPartner(
  tx: Tx,
  workspaceId: string,
  partner: { id: string; slug: string; name: string },
): Promise<boolean> {
  const added = await tx.count(sql`
    insert into partners (workspace_id, id, slug, name)
    values (${workspaceId}, ${partner.id}, ${partner.slug}, ${partner.name})
    on conflict (workspace_id, slug) do nothing`)
  return added === 1
}

/** Adds an integration; false when the partner has one for this brand and region. */
export async function insertIntegration(
  tx: Tx,
  workspaceId: string,
  integration: Omit<Integration, 'createdAt'> & { readonly partnerId: string; readonly createdBy: unknown },
): Promise<boolean> {
  const added = await tx.count(sql`
    insert into partner_integrations (workspace_id, id, partner_id, name, brand, region, created_by)
    values (${workspaceId}, ${integration.id}, ${integration.partnerId}, ${integration.name}, ${integration.brand},
      ${integration.region}, ${JSON.stringify(integration.createdBy)}::jsonb)
    on conflict (workspace_id, partner_id, brand, region) do nothing`)
  return added === 1
}

/** Holds a partner's row until the transaction ends; null when there is no such partner. */
export function lockPartner(
  tx: Tx,
  workspaceId: string,
  partnerId: string,
): Promise<{ id: string; slug: string; name: string } | null> {
  return tx.first(sql<{ id: string; slug: string; name: string }>`
    select partner.id, partner.slug, partner.name
    from partners as partner
    where partner.workspace_id = ${workspaceId} and partner.id = ${partnerId}
    for no key update`)
}
