import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Certification, CertificationDetail, CertificationState, ProbeToSend } from './certification.ts'

const columns = sql`
  certification.id, certification.type, certification.brand, certification.region,
  certification.store_id as "storeId", certification.franchisee, certification.subscription_id as "subscriptionId",
  jsonb_build_object('id', partner.id, 'slug', partner.slug, 'name', partner.name) as partner, certification.url,
  endpoint.url = certification.url and endpoint.status = 'active' and endpoint.deleted_at is null as "isCurrent",
  certification.state, certification.checks, certification.exchanges, certification.created_at as "createdAt",
  certification.ended_at as "endedAt"`

const joined = sql`
  partner_certifications as certification
  join partners as partner
    on partner.workspace_id = certification.workspace_id and partner.id = certification.partner_id
  join webhook_endpoints as endpoint
    on endpoint.workspace_id = certification.workspace_id and endpoint.id = certification.subscription_id`

export interface CertificationPage {
  readonly partnerId: string | null
  readonly brand: string | null
  readonly region: string | null
  readonly state: CertificationState | null
  readonly before: string | null
  readonly limit: number
}

/** Rehearsals, the newest first. */
export function findCertifications(tx: Tx, workspaceId: string, page: CertificationPage): Promise<Certification[]> {
  return tx.rows(sql<Certification>`
    select ${columns}
    from ${joined}
    where certification.workspace_id = ${workspaceId}
      and (${page.partnerId}::uuid is null or certification.partner_id = ${page.partnerId}::uuid)
      and (${page.brand}::text is null or certification.brand = ${page.brand})
      and (${page.region}::text is null or certification.region = ${page.region})
      and (${page.state}::text is null or certification.state = ${page.state})
      and (${page.before}::uuid is null or certification.id < ${page.before}::uuid)
    order by certification.id desc
    limit ${page.limit}`)
}

/** One rehearsal with what was sent, or null. */
export function findCertification(tx: Tx, workspaceId: string, id: string): Promise<CertificationDetail | null> {
  return tx.first(sql<CertificationDetail>`
    select ${columns}, certification.probes
    from ${joined}
    where certification.workspace_id = ${workspaceId} and certification.id = ${id}`)
}

/** The events of a rehearsal that have not been answered or given up yet, in their order. */
export async function findProbesLeft(tx: Tx, workspaceId: string, id: string): Promise<ProbeToSend[]> {
  const found = await tx.first(sql<{ probes: ProbeToSend[]; sent: number }>`
    select certification.probes, jsonb_array_length(certification.exchanges) as sent
    from partner_certifications as certification
    where certification.workspace_id = ${workspaceId} and certification.id = ${id}`)
  return found === null ? [] : found.probes.slice(found.sent)
}
