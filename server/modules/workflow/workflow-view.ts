import type { PastHours } from '../../core/calendars/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** One published version. */
export interface WorkflowVersion {
  readonly version: number
  readonly document: string
  readonly publishedBy: { readonly kind: string; readonly id: string; readonly name?: string }
  readonly publishedAt: number
}

const columns = sql`
  version.version, version.document, version.published_by as "publishedBy", version.published_at as "publishedAt"`

/** The version in force, or null in a workspace that has none yet. */
export function findCurrentVersion(tx: Tx, workspaceId: string): Promise<WorkflowVersion | null> {
  return tx.first<WorkflowVersion>(sql`
    select ${columns}
    from workspace_states as state
    join workflow_versions as version
      on version.workspace_id = state.workspace_id and version.version = state.workflow_version
    where state.workspace_id = ${workspaceId}`)
}

/** One published version, or null. */
export function findVersion(tx: Tx, workspaceId: string, version: number): Promise<WorkflowVersion | null> {
  return tx.first<WorkflowVersion>(sql`
    select ${columns}
    from workflow_versions as version
    where version.workspace_id = ${workspaceId} and version.version = ${version}`)
}

/** When a version was published (epoch ms), or null; its document is left where it is. */
export async function findPublishedAt(tx: Tx, workspaceId: string, version: number): Promise<number | null> {
  const row = await tx.first<{ publishedAt: number }>(sql`
    select version.published_at as "publishedAt"
    from workflow_versions as version
    where version.workspace_id = ${workspaceId} and version.version = ${version}`)
  return row?.publishedAt ?? null
}

/** The number of the version in force; 0 when there is none. */
export async function findCurrentNumber(tx: Tx, workspaceId: string): Promise<number> {
  const row = await tx.first<{ version: number }>(sql`
    select state.workflow_version as version
    from workspace_states as state
    where state.workspace_id = ${workspaceId}`)
  return row?.version ?? 0
}

/** Published versions, newest first, without their documents. */
export function listVersions(
  tx: Tx,
  workspaceId: string,
  page: { before: number | null; limit: number },
): Promise<Omit<WorkflowVersion, 'document'>[]> {
  return tx.rows(sql<Omit<WorkflowVersion, 'document'>>`
    select version.version, version.published_by as "publishedBy", version.published_at as "publishedAt"
    from workflow_versions as version
    where version.workspace_id = ${workspaceId}
      and (${page.before}::integer is null or version.version < ${page.before}::integer)
    order by version.version desc
    limit ${page.limit}`)
}

/** The hours that calendars had, by their slug. */
export async function findPastHours(tx: Tx, workspaceId: string): Promise<ReadonlyMap<string, readonly PastHours[]>> {
  const rows = await tx.rows(sql<PastHours & { calendar: string }>`
    select past.calendar, past.until, past.definition
    from past_hours as past
    where past.workspace_id = ${workspaceId}
    order by past.calendar, past.until`)
  return Map.groupBy(rows, ({ calendar }) => calendar)
}
