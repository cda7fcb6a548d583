import type { Context } from '../../platform/context.ts'
import { requireUnlimited } from './require-unlimited.ts'
import { findScanEnd, findTrail, type TrailFilter, type TrailRow } from './trail-view.ts'

/** A page of the trail, newest first. */
export interface TrailPage {
  readonly rows: readonly TrailRow[]
  /** Read on below this number; null at the end. A page may be short, even empty, and still have more behind it. */
  readonly next: number | null
}

const newest = Number.MAX_SAFE_INTEGER

/** Who changed what, when and from where; at most 20,000 rows are looked through for one page. */
export async function listAudit(
  context: Context,
  query: TrailFilter & { before: number | null; limit: number },
): Promise<TrailPage> {
  requireUnlimited(context)
  const { limit, before } = query
  const start = before ?? newest
  return context.read(async (tx) => {
    const found = await findTrail(tx, context.workspace.id, { ...query, before: start, limit: limit + 1 })
    const rows = found.slice(0, limit)
    if (found.length > limit) return { rows, next: rows.at(-1)?.seq ?? null }
    return { rows, next: await findScanEnd(tx, context.workspace.id, start) }
  })
}
