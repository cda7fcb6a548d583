import { sql } from '../../database/query.ts'
import type { CertificationCheck } from '../../core/handoff/index.ts'
import type { Tx } from '../../platform/context.ts'
import type { CertificationState, KeptExchange, ProbeToSend } from './certification.ts'
import type { SubscriptionScope } from './subscription.ts'

export interface NewCertification extends SubscriptionScope {
  readonly id: string
  readonly partnerId: string
  readonly integrationId: string | null
  readonly subscriptionId: string
  readonly url: string
  readonly probes: readonly ProbeToSend[]
  readonly createdBy: unknown
  readonly at: number
}

/** Adds a rehearsal; false while another one of the same endpoint runs. */
export async function insertCertification(tx: Tx, workspaceId: string, row: NewCertification): Promise<boolean> {
  const added = await tx.count(sql`
    insert into partner_certifications (workspace_id, id, partner_id, integration_id, subscription_id, url, type, brand,
      region, store_id, franchisee, probes, created_by, created_at)
    values (${workspaceId}, ${row.id}, ${row.partnerId}, ${row.integrationId}, ${row.subscriptionId}, ${row.url},
      ${row.type}, ${row.brand}, ${row.region}, ${row.storeId}, ${row.franchisee}, ${JSON.stringify(row.probes)}::jsonb,
      ${JSON.stringify(row.createdBy)}::jsonb, ${new Date(row.at)})
    on conflict (workspace_id, subscription_id) where state = 'running' do nothing`)
  return added === 1
}

/** Keeps what came back; false when it has ended meanwhile. */
export async function addExchanges(
  tx: Tx,
  workspaceId: string,
  { id, exchanges }: { id: string; exchanges: readonly KeptExchange[] },
): Promise<boolean> {
  const changed = await tx.count(sql`
    update partner_certifications as certification
    set exchanges = certification.exchanges || ${JSON.stringify(exchanges)}::jsonb
    where certification.workspace_id = ${workspaceId} and certification.id = ${id} and certification.state = 'running'`)
  return changed === 1
}

/** Ends a rehearsal with what was found; false when it had ended. */
export async function endCertification(
  tx: Tx,
  workspaceId: string,
  end: { id: string; state: CertificationState; checks: readonly CertificationCheck[] | null; at: number },
): Promise<boolean> {
  const ended = await tx.count(sql`
    update partner_certifications as certification
    set state = ${end.state}, checks = ${end.checks === null ? null : JSON.stringify(end.checks)}::jsonb,
      ended_at = ${new Date(end.at)}
    where certification.workspace_id = ${workspaceId}
      and certification.id = ${end.id}
      and certification.state = 'running'`)
  return ended === 1
}

/** Deletes rehearsals that ended before an instant, but for the last of each endpoint and the last that it passed. */
export function deleteOldCertifications(
  tx: Tx,
  workspaceId: string,
  { beforeMs, limit }: { beforeMs: number; limit: number },
): Promise<number> {
  return tx.count(sql`
    delete from partner_certifications
    where partner_certifications.workspace_id = ${workspaceId}
      and partner_certifications.id in (
        select old.id
        from partner_certifications as old
        where old.workspace_id = ${workspaceId}
          and old.ended_at < ${new Date(beforeMs)}
          and exists (
            select 1
            from partner_certifications as newer
            where newer.workspace_id = old.workspace_id
              and newer.subscription_id = old.subscription_id
              and newer.id > old.id
              and (old.state <> 'passed' or newer.state = 'passed'))
        order by old.id
        limit ${limit})`)
}
