import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Handoff } from './handoff.ts'

/** Keeps what became of a submission. */
export async function insertHandoff(
  tx: Tx,
  workspaceId: string,
  handoff: Handoff & { readonly at: number },
): Promise<void> {
  await tx.count(sql`
    insert into handoffs (workspace_id, ticket_id, outcome, configured_type, resolved_type, reason, explanation, market,
      brand, region, store_id, choice, source, order_told, customer_told, partner_id, subscription_id, offer_id, raised_by_partner_id,
      raised_by_integration_id, submitted_at, created_at)
    values (${workspaceId}, ${handoff.ticketId}, ${handoff.outcome}, ${handoff.configuredType}, ${handoff.resolvedType},
      ${handoff.reason}, ${JSON.stringify(handoff.explanation)}::jsonb, ${handoff.market}, ${handoff.brand},
      ${handoff.region}, ${handoff.storeId}, ${JSON.stringify(handoff.choice)}::jsonb, ${handoff.source},
      ${jsonOf(handoff.order)}::jsonb, ${jsonOf(handoff.customerTold)}::jsonb, ${handoff.partnerId},
      ${handoff.subscriptionId}, ${handoff.offerId}, ${handoff.raisedByPartnerId}, ${handoff.raisedByIntegrationId},
      ${new Date(handoff.submittedAt)}, ${new Date(handoff.at)})`)
}

const jsonOf = (value: object | null) => (value === null ? null : JSON.stringify(value))

/** Writes the partner's own id of a ticket it was handed. */
export async function saveExternalId(
  tx: Tx,
  workspaceId: string,
  { ticketId, externalId }: { ticketId: string; externalId: string | null },
): Promise<void> {
  await tx.count(sql`
    update handoffs
    set partner_external_id = ${externalId}
    where handoffs.workspace_id = ${workspaceId} and handoffs.ticket_id = ${ticketId}`)
}

/** Blanks the orders and customers that were told of with these tickets; what was decided stays. */
export async function blankHandoffs(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<void> {
  await tx.count(sql`
    update handoffs
    set order_told = null, customer_told = null
    where handoffs.workspace_id = ${workspaceId} and handoffs.ticket_id = any(${ticketIds}::uuid[])`)
}
