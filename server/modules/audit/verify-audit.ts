import type { Context } from '../../platform/context.ts'
import { requireUnlimited } from './require-unlimited.ts'
import { checkingKeys } from './audit-key.ts'
import { countEventsAfter, findChainRows, findCheckpoints, findSealedTo, findSeals } from './audit-view.ts'
import { chainStart, type ChainRow } from './chain.ts'
import { watchCheckpoints } from './check-checkpoints.ts'
import { type ChainPlace, type FirstBad, walkSeal } from './walk-seal.ts'

/** What a check of the whole trail found. */
export interface AuditVerdict {
  readonly ok: boolean
  /** Sealed rows that were checked and found as they were sealed. */
  readonly rows: number
  /** Events after the last seal: too young to be sealed. */
  readonly unsealed: number
  readonly checkpoints: number
  readonly firstBad: FirstBad | null
}

/** Rows read at a time. */
const pageRows = 5_000

/**
 * Recomputes the chain of the workspace from its first row, and holds it against seals, signatures and checkpoints.
 * Names the first row that is not as it was sealed. Reads only; `signal` ends it early.
 */
export async function verifyAudit(context: Context, options: { signal?: AbortSignal } = {}): Promise<AuditVerdict> {
  requireUnlimited(context)
  const { keys, checkpoints } = await context.read(async (tx) => ({
    keys: await checkingKeys(tx, context),
    checkpoints: await findCheckpoints(tx, context.workspace.id),
  }))
  const watch = watchCheckpoints(checkpoints, { workspaceId: context.workspace.id, keys })
  let place: ChainPlace = { number: 0, rows: 0, lastSeq: 0, hash: Buffer.from(chainStart) }
  for (;;) {
    options.signal?.throwIfAborted()
    const page = await readPage(context, place)
    if (page.seals.length === 0) break
    for (const seal of page.seals) {
      const rows = page.rowsOf(place.lastSeq, seal.lastSeq)
      const key = keys.get(seal.keyNumber) ?? null
      const walked = walkSeal(place, seal, { workspaceId: context.workspace.id, rows, key })
      if ('reason' in walked) return verdict(context, place, { checkpoints, firstBad: walked })
      place = walked
      const firstBad = watch.at(place)
      if (firstBad !== null) return verdict(context, place, { checkpoints, firstBad })
    }
  }
  return verdict(context, place, { checkpoints, firstBad: watch.end(place) })
}

/** The next seals with everything that stands between them in the log, as one view of the database. */
function readPage(context: Context, place: ChainPlace) {
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const seals = await findSeals(tx, workspaceId, { ...place, upToRows: place.rows + pageRows })
    const upTo = Math.max(place.lastSeq, ...seals.map((seal) => seal.lastSeq))
    const limit = 2 * pageRows
    const rows = await findChainRows(tx, workspaceId, { after: place.lastSeq, upTo, limit })
    return { seals, rowsOf: cutter(rows) }
  })
}

/** Gives the rows of one stretch after another; the stretches come in order. */
function cutter(rows: readonly ChainRow[]): (after: number, upTo: number) => ChainRow[] {
  let from = 0
  return (after, upTo) => {
    while (from < rows.length && (rows[from]?.seq ?? 0) <= after) from += 1
    let to = from
    while (to < rows.length && (rows[to]?.seq ?? 0) <= upTo) to += 1
    return rows.slice(from, to)
  }
}

async function verdict(
  context: Context,
  place: ChainPlace,
  found: { checkpoints: readonly unknown[]; firstBad: FirstBad | null },
): Promise<AuditVerdict> {
  const { firstBad } = found
  const unsealed = await context.read(async (tx) => {
    const sealed = await findSealedTo(tx, context.workspace.id)
    return countEventsAfter(tx, context.workspace.id, Math.max(place.lastSeq, sealed?.lastSeq ?? 0))
  })
  return { ok: firstBad === null, rows: place.rows, unsealed, checkpoints: found.checkpoints.length, firstBad }
}
